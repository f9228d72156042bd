using Migrations.Drivers.Libvirt.Connections;
using Migrations.Drivers.Libvirt.Interop;
using Migrations.Drivers.Libvirt.Jobs;

namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>The call that begins a migration and ends with it. What it says at its end is kept as evidence, whoever waits for it.</summary>
internal sealed class StartCall(
    StartOrder order, Destination destination, DestinationOptions target, LibvirtOptions options, EvidenceStore evidence)
{
    private volatile bool _hasBegun;

    /// <summary>Whether the copy is known to have begun, so that an error is the end of a migration, and not the refusal of one.</summary>
    public bool HasBegun
    {
        get => _hasBegun;
        set => _hasBegun = value;
    }

    /// <summary>Blocks until the migration is over.</summary>
    /// <param name="session">A session that nobody else uses.</param>
    /// <param name="cancellationToken">Has no effect after libvirt has been told to begin.</param>
    /// <exception cref="StartRefusedException">There is no migration.</exception>
    /// <exception cref="LibvirtException">The same, for a reason that is neither the server's nor the destination's.</exception>
    /// <exception cref="MigrationDriverException"><see cref="DriverErrorKind.TimedOut"/> when there may be one.</exception>
    public void Make(Session session, CancellationToken cancellationToken)
    {
        var facts = session.Ask(order.ServerUuid, known => DomainFacts.Read(known, session.Host));
        var domain = facts is null ? null : session.Find(order.ServerUuid);
        if (facts is null || domain is null)
            throw new StartRefusedException(StartError.Gone(order.ServerUuid));
        var plan = MigrationPlan.Of(facts, order, options, SharedStorage.Now(options));
        using var parameters = new ParameterList();
        foreach (var disk in plan.Disks)
            parameters.Add("migrate_disks", disk);
        if (target.MigrateUri is { } address)
            parameters.Add("migrate_uri", address);
        cancellationToken.ThrowIfCancellationRequested();
        using var expected = evidence.Expect(order.ServerUuid);
        try
        {
            domain.Migrate(target.Uri, parameters, plan.Flags);
            evidence.Add(order.ServerUuid, known => known with { SawMigrated = true });
        }
        catch (LibvirtException e)
        {
            Explain(e, session, domain);
        }
    }

    /// <summary>Throws what the error means, unless there is a job, or has been one.</summary>
    private void Explain(LibvirtException error, Session session, DomainHandle domain)
    {
        if (session.IsDead)
            throw new MigrationDriverException(DriverErrorKind.TimedOut,
                "The connection to libvirt was lost while it began the migration, which may go on.", error);
        if (error.IsCancelled)
        {
            evidence.Add(order.ServerUuid, known => known with { SawCancelled = true });
            return;
        }

        // Somebody else has been faster. That job is the server's migration, and of its end this error says nothing.
        if (error.IsInvalidNow && IsMigrated(domain))
            return;
        var refusal = StartError.ToRefusal(error, order.ServerUuid, session.Host, destination);
        if (error.Kind is not DriverErrorKind.Denied)
            Complain(HasBegun || refusal is null ? StartError.Native(error) : refusal.Details);
        throw refusal is null ? error : new StartRefusedException(refusal, error);
    }

    private void Complain(string complaint) =>
        evidence.Add(order.ServerUuid, known => known with { Complaint = complaint });

    private static bool IsMigrated(DomainHandle domain)
    {
        try
        {
            return JobReader.Read(domain) is { IsOver: false };
        }
        catch (LibvirtException e) when (e.IsNoDomain)
        {
            return false;
        }
    }
}
