using CsCheck;
using Migrations.Settings;

namespace Migrations.Tests.Settings;

public sealed class DurationTests
{
    [TestCase("500ms", "00:00:00.5")]
    [TestCase("2s", "00:00:02")]
    [TestCase("1.5s", "00:00:01.5")]
    [TestCase("10m", "00:10:00")]
    [TestCase("12h", "12:00:00")]
    [TestCase("30d", "30.00:00:00")]
    [TestCase("0s", "00:00:00")]
    [TestCase("00:00:02", "00:00:02")]
    [TestCase("00:00:00.5", "00:00:00.5")]
    [TestCase("30.00:00:00", "30.00:00:00")]
    public void Parse_TimeWithUnitsOrColons_IsThatTime(string text, string time) =>
        Assert.That(Duration.Parse(text), Is.EqualTo(TimeSpan.Parse(time)));

    [TestCase("2", Description = ".NET reads it as two days")]
    [TestCase("")]
    [TestCase("s")]
    [TestCase("-2s")]
    [TestCase("2 s")]
    [TestCase("2S")]
    [TestCase("2sec")]
    [TestCase("1:30", Description = ".NET reads it as hours and minutes")]
    [TestCase("24:00:00")]
    [TestCase("1e3s")]
    [TestCase("99999999999d")]
    [TestCase("10675200d")]
    [TestCase("99999999999999999999999999999999d")]
    [TestCase("soon")]
    public void Parse_AnythingElse_IsNothing(string text) => Assert.That(Duration.Parse(text), Is.Null);

    [TestCase("00:00:00", "0s")]
    [TestCase("00:00:00.5", "500ms")]
    [TestCase("00:01:30", "90s")]
    [TestCase("00:10:00", "10m")]
    [TestCase("1.00:00:00", "1d")]
    [TestCase("00:00:00.0000001", "00:00:00.0000001")]
    public void Format_Time_IsShort(string time, string text) => Assert.That(Duration.Format(TimeSpan.Parse(time)), Is.EqualTo(text));

    [Test]
    public void Format_AnyTime_IsReadAsTheSameTime() =>
        Gen.Long[0, TimeSpan.MaxValue.Ticks].Select(ticks => new TimeSpan(ticks))
            .Sample(time => Duration.Parse(Duration.Format(time)) == time);
}
