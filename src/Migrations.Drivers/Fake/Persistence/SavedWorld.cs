using Migrations.Drivers.Fake.Model;

namespace Migrations.Drivers.Fake.Persistence;

/// <summary>A world as it was at a moment of real time.</summary>
internal sealed record SavedWorld(DateTimeOffset At, FakeWorld World);
