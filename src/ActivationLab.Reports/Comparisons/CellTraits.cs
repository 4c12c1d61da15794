using System.Globalization;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Comparisons;

/// <summary>What a cell is, key by key: what its sweep set, and where that says nothing, the columns of its rows.</summary>
internal sealed class CellTraits
{
    /// <summary>The key of a variant's name, as in the rules of a sweep file.</summary>
    public const string Variant = "variant";

    /// <summary>The key of a cell that no column tells from another.</summary>
    public const string CellKey = "cell";

    private readonly Dictionary<string, string> _columns;

    public CellTraits(StudyCell cell)
    {
        Cell = cell;
        Values = cell.Variant.Length == 0 ? cell.Settings : [new SweepValue(Variant, cell.Variant), .. cell.Settings];
        _columns = cell.Trials is [var first, ..] ? SettingsColumns.Of(first.Row).ToDictionary(value => value.Key, value => value.Text) : [];
    }

    /// <summary>The cell.</summary>
    public StudyCell Cell { get; }

    /// <summary>What distinguishes it from others: its variant, if it has one, and its settings.</summary>
    public IReadOnlyList<SweepValue> Values { get; }

    /// <summary>The name of its activation; null where nothing says.</summary>
    public string? Activation => Column("model.activation") ?? Find("model.activation");

    /// <summary>Whether its negative slope is 0, by whatever name.</summary>
    public bool IsRelu => Activation == "relu" || Find("model.activation.negative_slope") == "0";

    /// <summary>Its value of a key, numbers in one spelling; null where it has none.</summary>
    public string? Find(string key) => Values.FirstOrDefault(value => value.Key == key) is { } set ? Plain(set.Text) : Column(key);

    /// <summary>What the columns of its rows say of a key and of those below it; empty where nothing does.</summary>
    public string ColumnsBelow(string key) =>
        string.Join(';', _columns.Where(column => IsAtOrBelow(column.Key, key)).Select(column => $"{column.Key}={column.Value}"));

    /// <summary>Whether a key is another, or below it.</summary>
    public static bool IsAtOrBelow(string key, string other) =>
        key == other || (key.Length > other.Length && key[other.Length] == '.' && key.StartsWith(other, StringComparison.Ordinal));

    /// <summary>A value in the one spelling that equal ones have: <c>1e-3</c> is <c>0.001</c>.</summary>
    public static string Plain(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        ? number.ToString("R", CultureInfo.InvariantCulture)
        : text;

    private string? Column(string key) => _columns.GetValueOrDefault(key);
}
