namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>The fake driver cannot begin: its scenario or saved world are wrong. The message is one line.</summary>
public sealed class ScenarioException(string message, Exception? inner = null) : Exception(message, inner);
