using System.Globalization;
using ActivationLab.Reports.Comparisons;

namespace ActivationLab.Reports.Charts;

/// <summary>A key of the configuration with several numbers in a study, and the cells at them.</summary>
/// <param name="Key">The key: <c>train.optimizer.lr</c>.</param>
/// <param name="Points">The cells, line by line.</param>
internal sealed record SweptKey(string Key, IReadOnlyList<SeriesPoint> Points)
{
    private const int MostSeries = 10;

    private const int FewestForLines = 3;

    /// <summary>In words.</summary>
    public string Text => Key switch
    {
        "train.optimizer.lr" => "learning rate",
        "train.batch_size" => "batch size",
        "model.depth" => "hidden layers",
        "model.activation.negative_slope" => "negative slope",
        "model.init.a" => "slope assumed by the initialisation",
        _ => Key.Split('.')[^1].Replace('_', ' '),
    };

    /// <summary>The keys to draw lines over: those that groups differ in, and those that are compared themselves at three numbers or more.</summary>
    public static IReadOnlyList<SweptKey> Of(Comparison comparison)
    {
        var keys = comparison.Cells.SelectMany(cell => cell.Cell.Settings).Select(setting => setting.Key).Distinct();
        return [.. keys.Select(key => Of(comparison, key)).OfType<SweptKey>()];
    }

    private static SweptKey? Of(Comparison comparison, string key)
    {
        var isCompared = comparison.Groups.Any(group => Texts(group.Cells, key).Count > 1);
        if (isCompared && key == "model.activation.negative_slope")
            return null; // it has a chart of its own
        // A label tells its group's cells apart already: then only what the groups differ in is added to it.
        var others = Varying(comparison).Where(other =>
            other != key && (isCompared || !comparison.Groups.Any(group => Texts(group.Cells, other).Count > 1)));
        var points = new List<SeriesPoint>();
        foreach (var cell in comparison.Cells)
        {
            if (double.TryParse(Find(cell, key), NumberStyles.Float, CultureInfo.InvariantCulture, out var position) && double.IsFinite(position))
                points.Add(new SeriesPoint(Name(cell, isCompared, others), position, cell));
        }
        var positions = points.Select(point => point.Position).Distinct().Count();
        var series = points.Select(point => point.Series).Distinct().Count();
        var crowded = points.GroupBy(point => (point.Series, point.Position)).Any(same => same.Count() > 1);
        return positions < (isCompared ? FewestForLines : 2) || series > MostSeries || crowded ? null : new SweptKey(key, points);
    }

    // Cells of a group are told apart by their labels; where the labels say the key itself, by what else differs.
    private static string Name(ComparedCell cell, bool isCompared, IEnumerable<string> others)
    {
        var parts = others.Select(other => (other, text: Find(cell, other))).Where(part => part.text is not null)
            .Select(part => part.other is "model.activation" ? part.text! : $"{part.other.Split('.')[^1]} {part.text}");
        return string.Join(", ", isCompared ? parts.Prepend(cell.Cell.Variant).Where(part => part.Length > 0) : parts.Prepend(cell.Label));
    }

    private static IEnumerable<string> Varying(Comparison comparison)
    {
        List<ComparedCell> all = [.. comparison.Cells];
        return all.SelectMany(cell => cell.Cell.Settings).Select(setting => setting.Key).Distinct().Where(key => Texts(all, key).Count > 1);
    }

    private static HashSet<string?> Texts(IEnumerable<ComparedCell> cells, string key) => [.. cells.Select(cell => Find(cell, key))];

    private static string? Find(ComparedCell cell, string key) => cell.Cell.Settings.FirstOrDefault(setting => setting.Key == key)?.Text;
}
