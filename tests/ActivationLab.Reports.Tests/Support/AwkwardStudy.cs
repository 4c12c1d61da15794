using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;

namespace ActivationLab.Reports.Tests.Support;

/// <summary>
/// A sweep of three variants at two learning rates with eight seeds, of which some diverged or have not run: with names that every format must
/// escape, and every verdict.
/// </summary>
internal static class AwkwardStudy
{
    private static readonly (string Name, string Cell, string Activation, double Slope)[] s_variants =
    [
        ("ReLU", "mlp-relu", "relu", 0), ("50 % \"leaky_0.1\" & #1 | {x}", "mlp-leaky_relu-0.1", "leaky_relu", 0.1), ("Größer, <b>0.3</b>", "mlp-leaky_relu-0.3", "leaky_relu", 0.3),
    ];

    public static Comparison Compare(string metric = "test_accuracy")
    {
        using var files = new StudyFiles();
        Write(files);
        return Comparer.Compare(StudyReader.Read(files.Folder), new ComparisonOptions { Metric = metric });
    }

    public static void Write(StudyFiles files)
    {
        double[] rates = [0.01, 0.1];
        var trials = rates.SelectMany(lr => s_variants.SelectMany(variant => Enumerable.Range(42, 8).Select(seed => (Lr: lr, Variant: variant, Seed: (long)seed)))).ToList();
        files.Plan(trials.Select(trial => new PlannedTrialRow
        {
            Cell = CellOf(trial.Lr, trial.Variant.Cell),
            Seed = trial.Seed,
            Variant = trial.Variant.Name,
            Settings = FormattableString.Invariant($"train.optimizer.lr={trial.Lr}"),
        }));
        files.Write(trials.Where(trial => trial is not { Lr: 0.1, Variant.Slope: 0.3, Seed: > 46 }).Select(trial =>
        {
            var wobble = 0.001 * ((trial.Seed * 7) % 5);
            var gain = trial.Variant.Slope == 0.1 ? 0.004 + 0.0005 * (trial.Seed % 3) : trial.Variant.Slope == 0.3 ? 0.002 * (trial.Seed % 2 == 0 ? 1 : -1) : 0;
            var row = StudyFiles.Row(CellOf(trial.Lr, trial.Variant.Cell), trial.Seed, Math.Round(0.86 + wobble + gain - (trial.Lr == 0.1 ? 0.05 : 0), 4)) with
            {
                Activation = trial.Variant.Activation,
                NegativeSlope = trial.Variant.Slope,
                InitA = trial.Variant.Slope,
                Lr = trial.Lr,
                DeadRatio = trial.Variant.Slope == 0 ? 0.125 + 10 * wobble : 0.0625,
                ImagesPerSecond = 64000 - 8000 * trial.Variant.Slope + trial.Seed,
            };
            return trial is { Lr: 0.1, Variant.Slope: 0, Seed: 42 } ? StudyFiles.Diverged(row) : row;
        }));
    }

    private static string CellOf(double lr, string words) => $"{words}-{(lr == 0.1 ? "1111aaaa" : "2222bbbb")}";
}
