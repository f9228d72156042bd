using CsCheck;
using Migrations.Tests.Storage;

namespace Migrations.Tests.Operations.Simulation;

public sealed class CommandSimulationTests
{
    /// <summary>How many runs; MIGRATIONS_SIMULATIONS asks for more than the suite has time for.</summary>
    private static readonly int Runs =
        int.TryParse(Environment.GetEnvironmentVariable("MIGRATIONS_SIMULATIONS"), out var runs) ? runs : 300;

    [Test]
    public void Commands_WhateverHappensInWhicheverOrder_KeepTheRules() => SimulationPlan.Any.Sample(plan =>
    {
        var store = new MemoryStore();
        CommandSimulation.Run(plan, () => (store, store));
    }, iter: Runs);

    [Test]
    public void Commands_InARealDatabase_KeepTheRules() => SimulationPlan.Any.Sample(plan =>
    {
        using var database = new TemporaryDatabase();
        CommandSimulation.Run(plan, () =>
        {
            database.Close();
            return (database.Migrations, database.Commands);
        });
    }, iter: Math.Max(1, Runs / 50));
}
