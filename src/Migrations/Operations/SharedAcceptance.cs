using System.Collections.Concurrent;

namespace Migrations.Operations;

/// <summary>Lets all who ask for the same command at the same time share one write, so that a burst of repeats does not fill the store's queue.</summary>
/// <remarks>The first of them writes, and the others wait for it. If its caller gives up, one of the others takes its place.</remarks>
internal sealed class SharedAcceptance(ICommandStore commands)
{
    private readonly ConcurrentDictionary<(long MigrationId, CommandKind Kind), Lazy<Task<MigrationCommand>>> _writes = new();

    /// <inheritdoc cref="ICommandStore.AcceptAsync"/>
    public async Task<MigrationCommand> AcceptAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        var own = new Lazy<Task<MigrationCommand>>(() => WriteAsync(command, cancellationToken));
        while (true)
        {
            var write = _writes.GetOrAdd((command.MigrationId, command.Kind), own);
            if (write == own)
                return await own.Value;
            try
            {
                var accepted = await write.Value.WaitAsync(cancellationToken);
                // Otherwise the thread that has written would write the answers of all, one after the other.
                await Task.Yield();
                return accepted;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The caller whose write this was has given up.
            }
        }
    }

    private async Task<MigrationCommand> WriteAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        try
        {
            return await commands.AcceptAsync(command, cancellationToken);
        }
        finally
        {
            // Whoever asks after the write must not share it: the command may be over by then.
            _writes.TryRemove((command.MigrationId, command.Kind), out _);
        }
    }
}
