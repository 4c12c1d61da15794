using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Configuration.Reading;
using ActivationLab.Experiments.Configuration.Shapes;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Reads <c>{ min, max, scale }</c>.</summary>
internal sealed class RangeReader(Problems problems)
{
    public const string Min = "min", Max = "max", Scale = "scale";

    // Whole numbers from here on are not all doubles.
    private const double MostWhole = 1L << 53;

    private static readonly NumberShape s_number = new(range: null);
    public static ChoiceShape Scales { get; } = new(typeof(RangeScale));

    /// <summary>The range; null after reporting what is wrong.</summary>
    /// <param name="map">What was written.</param>
    /// <param name="path">The key of the range in the sweep file.</param>
    /// <param name="key">The swept key of the experiment.</param>
    public ValueRange? Read(ConfigMap map, string path, string key)
    {
        var before = problems.Count;
        var min = ReadEnd(map, path, Min);
        var max = ReadEnd(map, path, Max);
        object? scale = RangeScale.Linear;
        if (map.Find(Scale) is { } written)
            Scales.TryRead(written.Value, KeyPath.Join(path, Scale), problems, out scale);
        if (problems.Count > before)
            return null;
        var range = new ValueRange(min, max, (RangeScale)scale!, IsWhole(Overrides.Find(ExperimentLoader.Shape, key)), map.Position);
        Check(range, map, path, key);
        return problems.Count > before ? null : range;
    }

    private static bool IsWhole(Shape? shape) => shape is WholeNumberShape;

    private static bool IsNumber(Shape? shape) => shape is NumberShape or WholeNumberShape or AutoShape { Inner: NumberShape };

    private double ReadEnd(ConfigMap map, string path, string end)
    {
        var endPath = KeyPath.Join(path, end);
        if (map.Find(end) is not { } written)
        {
            problems.Add(map.Position, endPath, $"is missing: a range goes from {Min} to {Max}");
            return 0;
        }
        return s_number.TryRead(written.Value, endPath, problems, out var value) ? (double)value! : 0;
    }

    private void Check(ValueRange range, ConfigMap map, string path, string key)
    {
        var shape = Overrides.Find(ExperimentLoader.Shape, key);
        if (shape is not null && !IsNumber(shape))
            problems.Add(map.Position, path, $"{key} is not a number, and has no range: give a list of its values");
        else if (range.Min >= range.Max)
            problems.Add(map.Find(Min)!.Value.Position, KeyPath.Join(path, Min), $"must be below {Max}");
        else if (range is { Scale: RangeScale.Log, Min: <= 0 })
            problems.Add(map.Find(Min)!.Value.Position, KeyPath.Join(path, Min), "must be above 0 on a log scale");
        else if (range.IsWhole)
            CheckWhole(map, path, (Min, range.Min), (Max, range.Max));
    }

    private void CheckWhole(ConfigMap map, string path, params (string Key, double Value)[] ends)
    {
        foreach (var (end, value) in ends)
        {
            if (value != Math.Floor(value) || Math.Abs(value) > MostWhole)
                problems.Add(map.Find(end)!.Value.Position, KeyPath.Join(path, end), "must be a whole number, as the swept key holds whole numbers");
        }
    }
}
