namespace Migrations.Drivers.Libvirt.Interop;

/// <summary>A domain in a list.</summary>
internal sealed record DomainSummary(Guid Uuid, string Name, DomainState State)
{
    /// <summary>Copies a record that stays libvirt's.</summary>
    public static unsafe DomainSummary Read(NativeStatsRecord* record)
    {
        var values = new TypedParameters(record->Parameters, record->Count);
        return new DomainSummary(
            DomainHandle.ReadUuid(record->Domain),
            NativeText.Borrow(Native.virDomainGetName(record->Domain)),
            new DomainState((DomainCondition)(values["state.state"u8] ?? 0), (int)(values["state.reason"u8] ?? 0)));
    }
}
