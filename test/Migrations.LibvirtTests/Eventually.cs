using System.Diagnostics;

namespace Migrations.LibvirtTests;

/// <summary>The only place that waits in real time: hypervisors do not run on a test's clock.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(20);

    /// <summary>Asks until the answer is as wanted, and gives it back; fails with the last answer after 20 seconds.</summary>
    public static async Task<T> SeesAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> isWanted)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isWanted(answer))
                return answer;
            if (Stopwatch.GetElapsedTime(started) > Cap)
                throw new AssertionException($"{what}: not within {Cap.TotalSeconds} s; the last answer was {answer}");
            await Task.Delay(Step);
        }
    }

    public static Task IsTrueAsync(string what, Func<bool> ask) =>
        SeesAsync(what, () => Task.FromResult(ask()), answer => answer);
}
