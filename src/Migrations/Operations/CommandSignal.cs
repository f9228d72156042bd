namespace Migrations.Operations;

/// <summary>Wakes the <see cref="CommandRunner"/>.</summary>
public sealed class CommandSignal(TimeProvider clock) : WakeSignal(clock);
