using System.Globalization;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Reports.Reading;

/// <summary>The columns of <c>results.csv</c> that say how a trial was configured, as keys of the configuration.</summary>
internal static class SettingsColumns
{
    private static readonly (string Column, string Key, Func<RunRow, string?> Of)[] s_columns =
    [
        ("data", "data.name", row => row.Data),
        ("augment", "data.augment", row => Word(row.Augment)),
        ("model", "model.name", row => row.Model),
        ("batch_norm", "model.batch_norm", row => row.BatchNorm switch { "false" => "none", "true" => "before", var placement => placement }),
        ("dropout", "model.dropout", row => Number(row.Dropout)),
        ("activation", "model.activation", row => row.Activation),
        ("negative_slope", "model.activation.negative_slope", row => row.Activation == "leaky_relu" ? Number(row.NegativeSlope) : null),
        ("negative_slope", "model.activation.init", row => row.Activation is "prelu" or "dynamic_leaky_relu" ? Number(row.NegativeSlope) : null),
        ("init", "model.init", row => row.Init),
        // Without a value of its own it follows the activation: then it is no setting that differs.
        ("init_a", "model.init.a", row => row.InitA is { } a ? a == row.NegativeSlope ? "auto" : Number(a) : null),
        ("batch_size", "train.batch_size", row => Number(row.BatchSize)),
        ("epochs", "train.epochs", row => Number(row.Epochs)),
        ("optimizer", "train.optimizer", row => row.Optimizer),
        ("lr", "train.optimizer.lr", row => Number(row.Lr)),
        ("weight_decay", "train.optimizer.weight_decay", row => Number(row.WeightDecay)),
        ("scheduler", "train.scheduler", row => row.Scheduler),
        ("warmup_epochs", "train.warmup_epochs", row => Number(row.WarmupEpochs)),
        ("label_smoothing", "train.label_smoothing", row => Number(row.LabelSmoothing)),
        ("clip_grad_norm", "train.clip_grad_norm", row => Number(row.ClipGradNorm)),
        ("precision", "train.precision", row => Word(row.Precision)),
    ];

    /// <summary>Each column and its key.</summary>
    public static IEnumerable<(string Column, string Key)> Keys => s_columns.Select(column => (column.Column, column.Key));

    /// <summary>What a row says of the keys that the columns know.</summary>
    public static IEnumerable<SweepValue> Of(RunRow row) => s_columns
        .Select(column => new SweepValue(column.Key, column.Of(row) ?? ""))
        .Where(value => value.Text.Length > 0);

    /// <summary>
    /// The settings in which cells differ, a row a cell. Cells whose settings are the same in all of these columns differ in the pseudo-keys
    /// <c>parameters</c> and <c>cell</c>.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<SweepValue>> Differences(IReadOnlyList<RunRow> cells)
    {
        var all = cells.Select(row => Of(row).ToList()).ToList();
        var differing = all.SelectMany(values => values).Distinct().GroupBy(value => value.Key).Where(values => values.Count() > 1).Select(values => values.Key).ToHashSet();
        var settings = cells.Zip(all, (row, values) => (Row: row, Values: values.Where(value => differing.Contains(value.Key)).ToList())).ToList();
        foreach (var twins in settings.GroupBy(cell => string.Join(';', cell.Values)).Where(twins => twins.Count() > 1))
        {
            foreach (var (row, values) in twins)
                values.Add(Distinguish(row, [.. twins.Select(twin => twin.Row)]));
        }
        return settings.ToDictionary(cell => cell.Row.Cell, cell => (IReadOnlyList<SweepValue>)cell.Values);
    }

    private static SweepValue Distinguish(RunRow row, IReadOnlyList<RunRow> twins) => twins.DistinctBy(twin => twin.Parameters).Count() == twins.Count
        ? new SweepValue("parameters", Number(row.Parameters)!)
        : new SweepValue("cell", row.Cell);

    private static string? Word(string text) => text.Length > 0 ? text : null;

    private static string? Number(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);
}
