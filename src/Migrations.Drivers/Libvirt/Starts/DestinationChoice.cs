namespace Migrations.Drivers.Libvirt.Starts;

/// <summary>The hosts in the settings, and which of them a migration goes to.</summary>
internal sealed class DestinationChoice(IReadOnlyDictionary<string, DestinationOptions> configured)
{
    /// <summary>In the order of their names, which is the order in which they are tried: settings have no order of their own.</summary>
    public IReadOnlyList<Destination> All { get; } =
        [.. configured.OrderBy(host => host.Key, StringComparer.Ordinal).Select(host => new Destination(host.Key, host.Value.Node, host.Value.Address))];

    /// <summary>The host that is asked for, or the first. Whether it can be reached is not known before libvirtd tries.</summary>
    /// <param name="host">This host, which may be among the destinations: all hosts can have the same settings.</param>
    /// <exception cref="StartRefusedException">There is no such host, or it is this one.</exception>
    public Destination Choose(StartOrder order, string host)
    {
        if (order.Host == host && order.IsForced)
            throw new StartRefusedException(StartRefusal.ToItself(order.ServerUuid, host));
        if (All.FirstOrDefault(known => known.Compute != host && (order.Host is null || order.Host == known.Compute)) is { } chosen)
            return chosen;
        throw new StartRefusedException(StartRefusal.NoValidHost(
            All.Count == 0 ? $"There are no destinations configured ({DestinationOptions.Section})."
            : order.Host is null ? $"There are no destinations but this host configured ({DestinationOptions.Section})."
            : order.Host == host ? "There are not enough hosts available."
            : $"{order.Host} is not among the destinations configured ({DestinationOptions.Section})."));
    }

    /// <exception cref="StartRefusedException">It is not in the settings.</exception>
    public DestinationOptions Find(Destination destination) => configured.GetValueOrDefault(destination.Compute)
        ?? throw new StartRefusedException(StartRefusal.NoValidHost(
            $"{destination.Compute} is not among the destinations configured ({DestinationOptions.Section})."));
}
