using Microsoft.Extensions.Logging;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake;

/// <summary>Owns the one world: moves it to the present at every call, saves it, and wakes whoever waits for news.</summary>
internal sealed class FakeHypervisor(SavedWorld begin, double speed, WorldFile? file, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan SaveInterval = TimeSpan.FromSeconds(1);

    /// <summary>The world moves only when it is asked. Who waits for news asks it when it can change by itself, but not more often.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// How often a world without migrations is saved, and asked when it cannot change: seldom, because it catches up when it is loaded
    /// or asked, but in time for what it can catch up.
    /// </summary>
    private readonly TimeSpan _idlePause = TimeSpan.FromTicks(Math.Min(TimeSpan.TicksPerMinute, (WorldPace.MaxCatchUp / speed / 2).Ticks));

    private readonly Lock _turn = new();
    private readonly WakeSignal _woken = new(clock);
    private FakeWorld _world = begin.World;
    private WorldPace _pace = new(begin.At, speed);
    private DateTimeOffset _savedAt = DateTimeOffset.MinValue;
    private bool _isUnsaved;
    private bool _isNews;

    /// <summary>The world at the present moment.</summary>
    public FakeWorld World
    {
        get
        {
            lock (_turn)
            {
                CatchUp();
                return _world;
            }
        }
    }

    /// <summary>Changes the world at the present moment, and saves the change before it answers.</summary>
    public T Change<T>(Func<FakeWorld, (FakeWorld World, T Answer)> command)
    {
        lock (_turn)
        {
            CatchUp();
            var (world, answer) = command(_world);
            Become(world, mustSave: true);
            return answer;
        }
    }

    /// <inheritdoc cref="IMigrationDriver.WaitForNewsAsync"/>
    public async Task WaitForNewsAsync(CancellationToken cancellationToken)
    {
        while (!TakeNews())
            await _woken.WaitAsync(UntilNextChange(), cancellationToken);
    }

    private bool TakeNews()
    {
        lock (_turn)
        {
            CatchUp();
            var isNews = _isNews;
            _isNews = false;
            return isNews;
        }
    }

    private TimeSpan UntilNextChange()
    {
        var world = World;
        var left = (world.NextChange - world.Now) / speed ?? _idlePause;
        return left < ShortestPause ? ShortestPause : left > _idlePause ? _idlePause : left;
    }

    private void CatchUp()
    {
        (var steps, _pace) = _pace.Until(clock.GetUtcNow());
        if (steps == 0)
            return;
        var world = _world.Advance(steps);
        Become(world, mustSave: !world.Jobs.SequenceEqual(_world.Jobs));
    }

    private void Become(FakeWorld world, bool mustSave)
    {
        var isNews = !world.Landmarks.SequenceEqual(_world.Landmarks);
        _world = world;
        var unsaved = (_pace.At - _savedAt).Duration();
        if (mustSave || unsaved >= _idlePause || (unsaved >= SaveInterval && (world.IsMigrating || _isUnsaved)))
            Save();
        if (!isNews)
            return;
        _isNews = true;
        _woken.Wake();
    }

    private void Save()
    {
        _savedAt = _pace.At;
        try
        {
            file?.Write(new SavedWorld(_pace.At, _world));
            if (_isUnsaved)
                logger.WorldSavedAgain();
            _isUnsaved = false;
        }
        catch (ScenarioException e)
        {
            if (!_isUnsaved)
                logger.WorldNotSaved(e.Message);
            _isUnsaved = true;
        }
    }
}
