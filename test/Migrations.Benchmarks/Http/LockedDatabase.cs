using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Migrations.Benchmarks.Http;

/// <summary>Keeps the database of a running service locked, and commands waiting for it.</summary>
/// <remarks>
/// After two seconds the service would know the database as lost and refuse the commands. So the lock is given back in time,
/// and taken again with new commands when these are answered.
/// </remarks>
internal sealed class LockedDatabase : IDisposable
{
    private const int Commands = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UntilAllHaveArrived = TimeSpan.FromMilliseconds(200);

    private readonly SqliteConnection _connection;
    private readonly HttpClient _client;
    private readonly string _action;
    private readonly List<Task<HttpResponseMessage>> _answers = [];
    private long _since;

    /// <param name="path">Of the migrations of a server; the first one gets the commands.</param>
    public LockedDatabase(string file, HttpClient client, string path)
    {
        _client = client;
        var list = JsonNode.Parse(client.GetStringAsync(path).GetAwaiter().GetResult());
        _action = $"{path}/{list!["migrations"]![0]!["id"]}/action";
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        _connection.Open();
    }

    public int Sent { get; private set; }

    /// <summary>How many of those that were sent had no answer before the lock was given back.</summary>
    public int Waited { get; private set; }

    /// <summary>Returns while the lock is held and commands wait.</summary>
    public void Hold()
    {
        if (_answers.Count > 0 && Stopwatch.GetElapsedTime(_since) < Longest)
            return;
        Release();
        Execute("BEGIN EXCLUSIVE");
        _since = Stopwatch.GetTimestamp();
        for (var sent = 0; sent < Commands; sent++)
            _answers.Add(_client.PostAsync(
                _action, new StringContent("""{"force_complete": null}""", Encoding.UTF8, "application/json")));
        Sent += Commands;
        Thread.Sleep(UntilAllHaveArrived);
    }

    public void Dispose()
    {
        Release();
        _connection.Dispose();
    }

    private void Release()
    {
        if (_answers.Count == 0)
            return;
        Waited += _answers.Count(answer => !answer.IsCompleted);
        Execute("COMMIT");
        foreach (var answer in Task.WhenAll(_answers).GetAwaiter().GetResult())
        {
            answer.EnsureSuccessStatusCode();
            answer.Dispose();
        }
        _answers.Clear();
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
