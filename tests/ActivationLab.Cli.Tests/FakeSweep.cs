using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Models.Settings;

namespace ActivationLab.Cli.Tests;

/// <summary>Sweeps, and what an observer hears of them, without any training.</summary>
internal static class FakeSweep
{
    public const string Folder = "runs/slopes";

    public const string Reason = "2 workers of 1 thread, one a core (2 cores); no stacks";

    private static readonly double[] s_slopes = [0, 0.01, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    /// <summary>LeakyReLU with so many slopes, each at two learning rates.</summary>
    public static Sweep Slopes(int slopes = 2, int seeds = 2) => new(
        "slopes",
        [.. s_slopes.Take(slopes).SelectMany(slope => new[] { 0.1, 0.01 }.Select(lr => Cell(slope, lr)))],
        [.. Enumerable.Range(42, seeds).Select(seed => (long)seed)],
        new SlurmSettings());

    public static RunRow Row(SweepTrial trial, RunStatus status = RunStatus.Completed, double accuracy = 0.95, string message = "") =>
        FakeTrial.Run(trial.Experiment, status, status == RunStatus.Completed ? 2 : 1, message) with
        {
            Cell = trial.Cell.Name,
            ValAccuracy = accuracy,
            TestAccuracy = status == RunStatus.Completed ? accuracy : null,
        };

    public static SweepStart Start(Sweep sweep, int workers = 2, int members = 1, params RunRow[] before) =>
        new(Folder, [.. sweep.Trials], before, workers, 1, members, Reason);

    /// <summary>Runs every trial, one after another, to the given end.</summary>
    public static SweepResult Play(Sweep sweep, ISweepObserver observer, Func<SweepTrial, RunRow>? end = null)
    {
        observer.Started(Start(sweep));
        var rows = new List<RunRow>();
        foreach (var trial in sweep.Trials)
        {
            observer.TrialStarted(trial, worker: 1, members: 1);
            observer.TrialProgressed(trial, 0);
            observer.TrialProgressed(trial, 0.5);
            rows.Add((end ?? (it => Row(it)))(trial));
            observer.TrialFinished(trial, rows[^1]);
        }
        return new SweepResult(Folder, rows, 0, Interrupted: false);
    }

    private static SweepCell Cell(double slope, double lr)
    {
        var values = new[] { new SweepValue("model.activation.negative_slope", $"{slope}"), new SweepValue("train.optimizer.lr", $"{lr}") };
        return new SweepCell("", values, new Experiment
        {
            Name = "slopes",
            Model = new MlpSettings { Activation = new LeakyReluSettings { NegativeSlope = slope } },
            Train = new TrainSettings { Epochs = 2, Optimizer = new SgdSettings { Lr = lr } },
        });
    }
}
