using Migrations.Drivers;

namespace Migrations.Starts;

/// <summary>Tells that a start was accepted.</summary>
public sealed class StartSignal(TimeProvider clock) : WakeSignal(clock);
