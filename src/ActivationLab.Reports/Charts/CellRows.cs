using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Charts;

/// <summary>What the charts of cells have in common.</summary>
internal static class CellRows
{
    /// <summary>A name that is unique in the whole comparison: that in its group, and what the group has in common where there are several.</summary>
    public static string Name(Comparison comparison, ComparedGroup group, ComparedCell cell) =>
        comparison.Groups.Count == 1 || group.Context.Length == 0 ? cell.Label : $"{cell.Label}, {group.Context}";

    /// <summary>The name of what the others are held against.</summary>
    public static string BaselineName(Comparison comparison)
    {
        List<string> names = [.. comparison.Groups.Select(group => group.Baseline?.Label).OfType<string>().Distinct()];
        return names is [var one] ? one : "the baseline";
    }

    /// <summary>How many trials have figures, and what became of the others: <c>n = 7, 3 diverged</c>.</summary>
    public static string Trials(StudyCell cell) =>
        $"n = {cell.Completed.Count()}" + (cell.NotCompleted is { Length: > 0 } others ? $", {others}" : "");

    /// <summary>The figures of the trials that have one, by seed.</summary>
    public static IReadOnlyList<SeedValue> Values(StudyCell cell, Func<RunRow, double?> of) =>
    [
        .. from trial in cell.Completed
           let value = of(trial.Row)
           where value is not null
           select new SeedValue(trial.Seed, value.Value),
    ];

    /// <summary>How many seeds a dot, a mean and an interval stand for: <c>n = 10</c>, <c>n = 8 to 10</c>.</summary>
    public static string N(IEnumerable<int> counts)
    {
        List<int> all = [.. counts];
        return all.Count == 0 ? "n = 0" : all.Min() == all.Max() ? $"n = {all[0]}" : $"n = {all.Min()} to {all.Max()}";
    }

    /// <summary>A text that begins with a capital letter.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
