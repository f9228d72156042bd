using System.Globalization;
using Migrations.Api.Wire;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Api.Calls;

/// <summary>Refuses what cannot be answered before the hypervisor has been seen: that something is not known does not mean that it is not there.</summary>
internal sealed class FirstContact(LiveMigrations live, DriverHealth driver, StoreHealth store)
{
    private const int SecondsToWait = 5;

    /// <summary>The refusal; null once the hypervisor has been seen.</summary>
    public Fault? Check() => live.Current.SeenAt is null ? Outstanding(driver.LostBecause ?? store.LostBecause ?? "") : null;

    /// <param name="reason">A sentence.</param>
    internal static Fault Outstanding(string reason) => new(503, string.Create(CultureInfo.InvariantCulture,
        $"The hypervisor has not been seen since this service started. {reason.TrimEnd('.')}. Try again in {SecondsToWait} s."))
    {
        RetryAfterSeconds = SecondsToWait,
    };
}
