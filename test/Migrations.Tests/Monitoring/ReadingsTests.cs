using Migrations.Monitoring;

namespace Migrations.Tests.Monitoring;

public sealed class ReadingsTests
{
    private readonly List<TaskCompletionSource<int>> _begun = [];
    private Readings<string, int, int> _readings = null!;

    [SetUp]
    public void Begin()
    {
        _begun.Clear();
        _readings = new Readings<string, int, int>((_, _) =>
        {
            _begun.Add(new TaskCompletionSource<int>());
            return _begun[^1].Task;
        });
    }

    [Test]
    public void Reading_ThatIsUnderWay_IsNotBegunTwice()
    {
        Start("a");
        Start("a");
        Start("b");

        Assert.That(_begun, Has.Count.EqualTo(2));
        Assert.That(_readings.Awaited.Count(), Is.EqualTo(2));
    }

    [Test]
    public void Reading_ThatHasFinished_IsTakenOnceAndBegunAgain()
    {
        Start("a");
        _begun[0].SetResult(5);

        Assert.That(_readings.Take("a")!.Result, Is.EqualTo(5));
        Assert.That(_readings.Take("a"), Is.Null);
        Start("a");
        Assert.That(_begun, Has.Count.EqualTo(2));
    }

    [Test]
    public void Key_ThatWasLate_IsWaitedForAgainOnlyAfterASuccess()
    {
        Start("a");
        Assert.That(_readings.Take("a"), Is.Null);
        Assert.That(_readings.Awaited, Is.Empty, "it is late");

        _begun[0].SetException(new InvalidOperationException());
        Assert.That(_readings.Take("a")!.IsFaulted);
        Start("a");
        Assert.That(_readings.Awaited, Is.Empty, "it has failed since");

        _begun[1].SetResult(5);
        _readings.Take("a");
        Start("a");
        Assert.That(_readings.Awaited.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Reading_ThatThrowsAtOnce_IsAFailedReading()
    {
        _readings = new Readings<string, int, int>((_, _) => throw new InvalidOperationException("no"));

        Start("a");

        Assert.That(_readings.Take("a")!.Exception!.InnerException!.Message, Is.EqualTo("no"));
    }

    [Test]
    public void Keep_ForgetsFinishedReadingsOfOtherKeysOnly()
    {
        Start("a");
        Start("b");
        Start("c");
        _begun[0].SetResult(1);
        _begun[1].SetResult(2);

        _readings.Keep(key => key == "b");

        Assert.That(_readings.Take("a"), Is.Null);
        Assert.That(_readings.Take("b")!.Result, Is.EqualTo(2));
        Start("c");
        Assert.That(_begun, Has.Count.EqualTo(3), "what still runs is not begun again");
    }

    [Test]
    public void Keep_ForgetsThatAKeyWasLate_OnceItIsGoneAndItsReadingOver()
    {
        Start("a");
        _readings.Take("a");
        _readings.Keep(_ => false);
        Start("a");
        Assert.That(_readings.Awaited, Is.Empty, "its reading still runs");

        _begun[0].SetResult(1);
        _readings.Keep(_ => false);
        Start("a");

        Assert.That(_readings.Awaited.Count(), Is.EqualTo(1));
    }

    [Test]
    public void Keep_OfAKeyThatWasLate_RemembersIt()
    {
        Start("a");
        _readings.Take("a");
        _begun[0].SetException(new InvalidOperationException());
        _readings.Take("a");

        _readings.Keep(_ => true);
        Start("a");

        Assert.That(_readings.Awaited, Is.Empty);
    }

    private void Start(string key) => _readings.Start(key, 0, CancellationToken.None);
}
