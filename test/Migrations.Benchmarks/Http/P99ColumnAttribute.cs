using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;

namespace Migrations.Benchmarks.Http;

/// <summary>Shows the time that 99 of 100 calls stay below.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class P99ColumnAttribute() : ColumnConfigBaseAttribute(new Column())
{
    private sealed class Column : IColumn
    {
        public string Id => nameof(P99ColumnAttribute);

        public string ColumnName => "P99";

        public string Legend => "Percentile 99";

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Statistics;

        public int PriorityInCategory => int.MaxValue;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Time;

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            GetValue(summary, benchmarkCase, summary.Style);

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
            summary[benchmarkCase]?.ResultStatistics is { } statistics
                ? TimeInterval.FromNanoseconds(statistics.Percentiles.Percentile(99)).ToString("N3", style.CultureInfo)
                : "-";
    }
}
