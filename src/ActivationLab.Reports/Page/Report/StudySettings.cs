using System.Globalization;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Page.Report;

/// <summary>The settings of a study: each key with the values that its cells have.</summary>
internal sealed class StudySettings
{
    private const int MostValues = 12;

    private readonly Dictionary<string, IReadOnlyList<string>> _values = [];
    private readonly List<string> _keys = [];
    private readonly HashSet<string> _partial = [];

    /// <summary>Collects them.</summary>
    public StudySettings(Study study, StudyRecords records)
    {
        var cells = study.Cells.Select(records.SettingsOf).Where(settings => settings.Count > 0).ToList();
        foreach (var setting in cells.SelectMany(cell => cell).DistinctBy(setting => setting.Key))
        {
            var own = cells.Select(cell => cell.FirstOrDefault(other => other.Key == setting.Key)?.Value).ToList();
            _keys.Insert(PlaceOf(setting.Key), setting.Key);
            _values[setting.Key] = Sorted([.. own.OfType<string>().Distinct()]);
            if (own.Contains(null))
                _partial.Add(setting.Key);
        }
    }

    /// <summary>The values of a key; none where no cell has it.</summary>
    public IReadOnlyList<string> Of(string key) => _values.GetValueOrDefault(key) ?? [];

    /// <summary>The value that all cells have; null where they differ or some have none.</summary>
    public string? Common(string key) => Of(key) is [var only] && !_partial.Contains(key) ? only : null;

    /// <summary>Whether cells differ in a key.</summary>
    public bool Varies(string key) => Of(key).Count > 1 || _partial.Contains(key);

    /// <summary>All values of a key in words: <c>0.01, 0.1 and 1</c>; empty where there are none.</summary>
    public string List(string key) => InWords([.. Of(key).Select(Plain)]);

    /// <summary>The table of all settings.</summary>
    public ReportTable Table(string study) => new(
        "settings",
        $"{study}: settings",
        $"{study}: settings of all cells; where cells differ, all values.",
        [new("setting", "setting", "key of the configuration", IsNumber: false), new("value", "value", "its value, or values", IsNumber: false)],
        [.. _keys.Select(key => new ReportRow(0, Varies(key), [key, Shown(key)]))]);

    /// <summary>Values in words: <c>0.01, 0.1 and 1</c>.</summary>
    public static string InWords(IReadOnlyList<string> values) => values switch
    {
        [] => "",
        [var only] => only,
        _ when values.Count > MostValues => string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", values.Take(MostValues))} and {values.Count - MostValues} more"),
        _ => $"{string.Join(", ", values.SkipLast(1))} and {values[^1]}",
    };

    private string Shown(string key) => string.Join(", ", Of(key)) + (_partial.Contains(key) ? " (where there is one)" : "");

    // 0.0 and [256, 128] as a sentence has them.
    private static string Plain(string value) => value switch
    {
        ['[', .. var items, ']'] => InWords(items.Split(", ")),
        _ => value.EndsWith(".0", StringComparison.Ordinal) ? value[..^2] : value,
    };

    // Keys that only some cells have stand with those of the same part of the configuration.
    private int PlaceOf(string key)
    {
        for (var part = key; part.LastIndexOf('.') is > 0 and var dot;)
        {
            part = part[..dot];
            var last = _keys.FindLastIndex(other => other.StartsWith($"{part}.", StringComparison.Ordinal));
            if (last >= 0)
                return last + 1;
        }
        return _keys.Count;
    }

    private static IReadOnlyList<string> Sorted(IReadOnlyList<string> values)
    {
        var numbers = values.Select(value => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN).ToList();
        return numbers.Exists(double.IsNaN) ? values : [.. values.Zip(numbers).OrderBy(pair => pair.Second).Select(pair => pair.First)];
    }
}
