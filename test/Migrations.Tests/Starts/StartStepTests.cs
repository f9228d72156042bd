using CsCheck;
using Migrations.Starts;
using Moq;

namespace Migrations.Tests.Starts;

public sealed class StartStepTests
{
    private static readonly Gen<(bool Checked, bool Called)> AnyProgress =
        Gen.Int[0, 2].Select(progress => (progress > 0, progress > 1));

    [Test]
    public void Migration_ThatIsNotChecked_IsCheckedWhateverElseRuns() => AnyProgress.Array[0, 5].Sample(others =>
        Next([.. others, (false, false)], others.Length, isOverdue: false) is StartStep.Check);

    [Test]
    public void Queue_OfAnyLength_CallsTheFirstOnesUpToTheLimit() =>
        Gen.Select(AnyProgress.Array[1, 8], Gen.Int[1, 3]).Sample((all, limit) =>
        {
            var waiting = Enumerable.Range(0, all.Length).Where(index => all[index] is (true, false)).ToList();
            var free = Math.Max(0, limit - all.Count(each => each.Called));
            return waiting.Where(index => Next(all, index, isOverdue: false, limit) is StartStep.Call).SequenceEqual(waiting.Take(free));
        });

    [TestCase(false, typeof(StartStep.Wait))]
    [TestCase(true, typeof(StartStep.PresumeOver))]
    public void Migration_ThatMayHaveBeenBegun_IsNotBegunAgain(bool isOverdue, Type expected) =>
        Assert.That(Next([(true, true)], 0, isOverdue), Is.TypeOf(expected));

    private static StartStep Next((bool Checked, bool Called)[] all, int index, bool isOverdue, int limit = 1)
    {
        using var live = GivenStart.Published(new Mock<IMigrationStore>(), [.. all.Select(each => GivenStart.Start() with
        {
            CheckedAt = each.Checked ? Given.Now : null,
            CalledAt = each.Called ? Given.Now : null,
        })]);
        return StartStep.Next(live.Current, live.Current.Migrations.Single(known => known.Record.Id == index + 1), limit, isOverdue);
    }
}
