using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Workers;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

/// <summary>A small sweep in a folder of its own: cells a, b, ... with seeds 1, 2, ...; its trials are called a1, b1, a2 and so on.</summary>
internal sealed class SweepFixture : IDisposable
{
    private const string Name = "tiny";

    private readonly TemporaryFolder _folder = new();

    public SweepFixture(int cells, int seeds, string device = "cpu")
    {
        Cells = [.. Enumerable.Range(0, cells).Select(cell => new SweepCell(((char)('a' + cell)).ToString(), [], Experiment(cell, device)))];
        Trials = [.. new Sweep(Name, Cells, [.. Enumerable.Range(1, seeds).Select(seed => (long)seed)], new SlurmSettings()).Trials];
    }

    public IReadOnlyList<SweepCell> Cells { get; }

    public IReadOnlyList<SweepTrial> Trials { get; }

    public RecordingSweepObserver Observer { get; } = new();

    public string RunsFolder => _folder["runs"];

    public string WorkersFolder => _folder["runs", Name, "sweep", "workers"];

    /// <summary>The rows of results.csv, by the names of their trials.</summary>
    public IReadOnlyDictionary<string, RunRow> Results => CsvTable.Read<RunRow>(_folder["runs", Name, "results.csv"])
        .ToDictionary(row => NameOf(Find(row.Cell, row.Seed)));

    public SweepResult Run(
        IWorkerSource workers, int jobs = 1, bool failFast = false, IJobPlanner? planner = null, CancellationToken cancellation = default)
    {
        var options = new SweepRunOptions { RunsFolder = RunsFolder, Jobs = jobs, FailFast = failFast };
        return SweepRun.Run(Name, Trials, ConfigOf, options, workers, Observer, cancellation, planner ?? new OneByOne());
    }

    /// <summary>Runs with no pause before a trial is tried again whose folder another process has.</summary>
    public SweepResult RunWithoutPatience(IWorkerSource workers)
    {
        var ledger = SweepLedger.Open(Name, Trials, RunsFolder);
        var options = new SweepRunOptions { RunsFolder = RunsFolder, Jobs = 1 };
        new Coordinator(ledger, ConfigOf, options, workers, new OneByOne(), Observer) { RefusalDelay = TimeSpan.Zero }.Run(CancellationToken.None);
        return ledger.Result(stopped: false);
    }

    public RunFolder FolderOf(string trial) => RunFolder.For(RunsFolder, Trials.Single(other => NameOf(other) == trial).Experiment);

    public SweepTrial Find(string cell, long seed) => Trials.Single(trial => trial.Cell.Name == cell && trial.Seed == seed);

    public string NameOf(SweepTrial trial) => $"{trial.Cell.Variant}{trial.Seed}";

    /// <summary>The file of a trial's cell.</summary>
    public string ConfigOf(SweepTrial trial)
    {
        var path = _folder[$"{CellName.Of(trial.Experiment)}.yaml"];
        if (!File.Exists(path))
            File.WriteAllText(path, ExperimentYaml.Write(trial.Cell.Experiment));
        return path;
    }

    public void Dispose() => _folder.Dispose();

    private static Experiment Experiment(int cell, string device) => new()
    {
        Name = Name,
        Device = device,
        Data = new DataSettings { Name = DatasetName.Clusters },
        Model = new MlpSettings { Hidden = [4 + cell] },
        Train = new TrainSettings { Epochs = 2, BatchSize = 500 },
        Probe = new ProbeSettings { Images = 100 },
    };
}
