using CsCheck;
using Migrations.Tests.Storage;

namespace Migrations.Tests.Simulation;

public sealed class SimulationTests
{
    /// <summary>How many runs; MIGRATIONS_SIMULATIONS asks for more than the suite has time for.</summary>
    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("MIGRATIONS_SIMULATIONS"), out var runs) ? runs : 300;

    [Test]
    public void Service_WhateverHappensInWhicheverOrder_KeepsTheRules() => SimulationPlan.Any.Sample(plan =>
    {
        var store = new MemoryStore();
        SimulatedRun.Run(plan, () => new SimulatedStorage(store, store));
    }, iter: Runs);

    [Test]
    public void Service_WithARealDatabase_KeepsTheRules() => SimulationPlan.Any.Sample(plan =>
    {
        using var database = new TemporaryDatabase();
        SimulatedRun.Run(plan, () =>
        {
            database.Close();
            return new SimulatedStorage(database.Migrations, database.Commands, database.Actions, database.Events);
        });
    }, iter: Math.Max(1, Runs / 50));
}
