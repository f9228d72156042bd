namespace Migrations.Benchmarks.Http;

/// <summary>A call that is measured.</summary>
public enum Call
{
    List,
    Health,
}
