using Migrations.Convergence;

namespace Migrations.Tests.Convergence;

public sealed class AmountTests
{
    [TestCase(0, "0 B/s")]
    [TestCase(7.6, "8 B/s")]
    [TestCase(999, "999 B/s")]
    [TestCase(1000, "1 KiB/s")]
    [TestCase(1024 * 9.94, "9.9 KiB/s")]
    [TestCase(1024 * 10, "10 KiB/s")]
    [TestCase(1024 * 10.4, "10 KiB/s")]
    [TestCase(1024.0 * 1024 * 1.25, "1.2 MiB/s")]
    [TestCase(1024.0 * 1024 * 1024 * 25, "25 GiB/s")]
    [TestCase(1024.0 * 1024 * 1024 * 1024 * 3, "3 TiB/s")]
    [TestCase(1024.0 * 1024 * 1024 * 1024 * 5000, "5000 TiB/s")]
    public void Rate_OfAnySize_HasTheUnitAndTheDigitsThatItIsWorth(double bytesPerSecond, string text) =>
        Assert.That(Amount.Rate(bytesPerSecond), Is.EqualTo(text));

    [TestCase(0, "0 ms")]
    [TestCase(999, "999 ms")]
    [TestCase(999.5, "1 s")]
    [TestCase(119_000, "119 s")]
    [TestCase(119_500, "2 min")]
    [TestCase(119 * 60_000, "119 min")]
    [TestCase(119.5 * 60_000, "2 h")]
    [TestCase(50 * 3_600_000, "50 h")]
    public void Time_OfAnyLength_HasTheUnitThatItIsWorth(double milliseconds, string text) =>
        Assert.That(Amount.Time(TimeSpan.FromMilliseconds(milliseconds)), Is.EqualTo(text));
}
