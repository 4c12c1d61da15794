using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Comparisons;

/// <summary>Which keys of a study's cells are compared, and which are what compared cells have in common.</summary>
/// <param name="By">The keys whose values are compared.</param>
/// <param name="Context">The other keys in which cells differ.</param>
internal sealed record ComparedKeys(IReadOnlyList<string> By, IReadOnlyList<string> Context)
{
    private const string Activation = "model.activation", Data = "data.name";

    /// <summary>Finds the keys.</summary>
    /// <param name="cells">All cells.</param>
    /// <param name="asked">The keys that were asked for; none for the usual ones.</param>
    /// <exception cref="UserException">Cells do not differ in a key that was asked for (exit code 2).</exception>
    public static ComparedKeys Of(IReadOnlyList<CellTraits> cells, IReadOnlyList<string> asked)
    {
        var differing = cells.SelectMany(cell => cell.Values.Select(value => value.Key)).Distinct()
            .Where(key => cells.Select(cell => cell.Find(key)).Distinct().Count() > 1).ToList();
        if (asked.Count > 0)
            return Split(differing, [.. asked.SelectMany(key => Resolve(key, cells, differing))]);
        var usual = Split(differing, Below(Activation, cells, differing));
        // Of cells drawn at random hardly any two have all else in common.
        return usual.By.Count > 0 && usual.Groups(cells).Any(group => group.Count() > 1)
            ? usual
            : Split(differing, [.. differing.Where(key => key != Data)]); // accuracies on different images are not compared unasked
    }

    /// <summary>The cells, in groups of equal values of the keys that are not compared.</summary>
    public IEnumerable<IGrouping<string, CellTraits>> Groups(IEnumerable<CellTraits> cells) =>
        cells.GroupBy(cell => string.Join('\n', Context.Select(key => $"{key}={cell.Find(key)}")));

    private static ComparedKeys Split(IReadOnlyList<string> differing, IReadOnlyCollection<string> compared)
    {
        var by = differing.Where(key => compared.Contains(key) || (key == CellTraits.CellKey && compared.Count > 0)).ToList();
        return new ComparedKeys(by, [.. differing.Except(by)]);
    }

    private static IReadOnlyList<string> Resolve(string asked, IReadOnlyList<CellTraits> cells, IReadOnlyList<string> differing)
    {
        var candidates = new[] { asked }
            .Concat(SettingsColumns.Keys.Where(column => column.Column == asked).Select(column => column.Key))
            .Concat(differing.Where(key => key.EndsWith($".{asked}", StringComparison.Ordinal)));
        foreach (var key in candidates)
        {
            if (Below(key, cells, differing) is { Count: > 0 } found)
                return found;
        }
        var name = OneLine.Of(asked);
        if (differing.Count == 0)
            throw new UserException($"by {name}: the cells differ in nothing that is known; see config.yaml in their run folders", 2);
        var known = SettingsColumns.Keys.Select(column => column.Key).Concat(cells.SelectMany(cell => cell.Values.Select(value => value.Key)));
        var what = known.Any(key => CellTraits.IsAtOrBelow(key, asked)) || SettingsColumns.Keys.Any(column => column.Column == asked)
            ? "the cells do not differ in it"
            : $"no key in which cells differ{Spelling.DidYouMean(asked, [.. differing, .. SettingsColumns.Keys.Select(column => column.Column)])}";
        throw new UserException($"by {name}: {what}; they differ in {string.Join(", ", differing)}", 2);
    }

    // A variant stands for whatever it sets, which its name does not tell: the columns do.
    private static IReadOnlyList<string> Below(string key, IReadOnlyList<CellTraits> cells, IReadOnlyList<string> differing)
    {
        var found = differing.Where(other => CellTraits.IsAtOrBelow(other, key) || CellTraits.IsAtOrBelow(key, other)).ToList();
        if (!differing.Contains(CellTraits.Variant) || (key != CellTraits.Variant && !VariantsDiffer(key, cells, found)))
            return found;
        // Keys that only some variants have belong to those.
        var variants = cells.Select(cell => cell.Cell.Variant).Distinct().Count();
        var own = differing.Where(other => other != CellTraits.Variant && cells
            .Where(cell => cell.Values.Any(value => value.Key == other)).Select(cell => cell.Cell.Variant).Distinct().Count() < variants);
        return [.. found.Append(CellTraits.Variant).Concat(own).Distinct()];
    }

    private static bool VariantsDiffer(string key, IReadOnlyList<CellTraits> cells, IReadOnlyList<string> found) => cells
        .Where(cell => cell.Cell.Variant.Length > 0 && cell.Cell.Trials.Count > 0)
        .GroupBy(cell => string.Join(';', found.Select(other => cell.Values.FirstOrDefault(value => value.Key == other)?.Text)))
        .Any(alike => alike.Select(cell => cell.ColumnsBelow(key)).Distinct().Count() > 1);
}
