using ActivationLab.Cli.Commands;
using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Birth;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Sweeps.Slurm;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli;

/// <summary>What the commands have done for them, so that each can be tested without the rest of the machine.</summary>
internal sealed record Services
{
    /// <summary>Trains one trial and writes its files.</summary>
    public Func<Experiment, TrialOptions, ITrialObserver, CancellationToken, TrialResult> RunTrial { get; init; } =
        (experiment, options, observer, cancellation) => Trial.Run(experiment, options, observer, cancellation);

    /// <summary>
    /// Runs a sweep and writes its files: stopped with checkpoints by the first token, with all its workers at once by the second.
    /// </summary>
    public Func<Sweep, SweepRunOptions, ISweepObserver, CancellationToken, CancellationToken, SweepResult> RunSweep { get; init; } = LocalSweep.Run;

    /// <summary>Runs some trials of a sweep, whose files are written already: stopped like a sweep.</summary>
    public Func<SweepFolder, IReadOnlyList<SweepTrial>, SweepRunOptions, ISweepObserver, CancellationToken, CancellationToken, SweepResult> RunTrials { get; init; } =
        LocalSweep.RunTrials;

    /// <summary>Submits a sweep to a Slurm cluster.</summary>
    public Func<Sweep, SweepRunOptions, SlurmReceipt> SubmitSweep { get; init; } = SlurmSweep.Submit;

    /// <summary>Times a step of a sweep and says how its pending trials would be run; writes nothing.</summary>
    public Func<Sweep, IReadOnlyList<SweepTrial>, SweepRunOptions, CancellationToken, SweepForecast> TimeSweep { get; init; } = LocalSweep.Forecast;

    /// <summary>Probes networks at birth and writes the files.</summary>
    public Func<Experiment, BirthOptions, IProgress<int>?, CancellationToken, BirthStudy> ProbeBirth { get; init; } = BirthStudy.Run;

    /// <summary>Times activations beside ReLU.</summary>
    public Func<ActivationBenchOptions, IProgress<int>?, CancellationToken, IReadOnlyList<ActivationTiming>> BenchActivations { get; init; } = ActivationBench.Run;

    /// <summary>Times the training steps of an experiment on a data set; writes nothing.</summary>
    public Func<Experiment, LoadedDataset, StepBenchOptions, IProgress<int>?, CancellationToken, StepBenchResult> BenchStep { get; init; } = StepBench.Run;

    /// <summary>Reads a data set from a data folder.</summary>
    public Func<DatasetName, string, LoadedDataset> LoadData { get; init; } = (name, folder) => DatasetStore.Load(name, folder);

    /// <summary>Makes what brings data sets.</summary>
    public Func<DatasetFetcher> NewFetcher { get; init; } = () => new DatasetFetcher();

    /// <summary>Sets the threads (null: the default) and tells what libtorch there is.</summary>
    public Func<int?, TorchFacts> DescribeTorch { get; init; } = threads =>
    {
        TorchRuntime.SetThreads(threads);
        return TorchRuntime.Describe();
    };

    /// <summary>Measures matrix products for so long, in GFLOP/s.</summary>
    public Func<TimeSpan, double> MeasureGflops { get; init; } = duration => TorchRuntime.MeasureGflops(duration);

    /// <summary>The same in bfloat16.</summary>
    public Func<TimeSpan, double> MeasureBf16Gflops { get; init; } = duration => TorchRuntime.MeasureGflops(duration, precision: TrainPrecision.Bf16);

    /// <summary>The CPU's instructions for bfloat16; null for none.</summary>
    public Func<string?> CpuBf16 { get; init; } = () => Bf16Arithmetic.OfCpu;

    /// <summary>Whether the machine has an NVIDIA GPU, whatever libtorch can use.</summary>
    public Func<bool> HasNvidiaGpu { get; init; } = () => Path.Exists("/dev/nvidia0");

    /// <summary>Tells the time.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
