using System.Diagnostics;

namespace Migrations.Testing;

/// <summary>The only place that waits in real time, for other processes and threads: they do not run on a test's clock.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Asks until the answer is as wanted, and returns it; fails with the last answer after 60 seconds.</summary>
    public static async Task<T> SeesAsync<T>(string what, Func<Task<T>> ask, Func<T, bool> isWanted)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isWanted(answer))
                return answer;
            if (Stopwatch.GetElapsedTime(started) > Deadline)
                throw new AssertionException($"{what}: not within {Deadline.TotalSeconds} s; the last answer was {answer}");
            await Task.Delay(Step);
        }
    }

    public static Task IsTrueAsync(string what, Func<bool> ask) =>
        SeesAsync(what, () => Task.FromResult(ask()), answer => answer);
}
