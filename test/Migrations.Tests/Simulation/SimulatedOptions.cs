using Migrations.Drivers;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;

namespace Migrations.Tests.Simulation;

/// <summary>The options of a simulated service.</summary>
internal sealed record SimulatedOptions(DriverOptions Driver, MonitoringOptions Monitoring, CommandOptions Commands, StartOptions Starts);
