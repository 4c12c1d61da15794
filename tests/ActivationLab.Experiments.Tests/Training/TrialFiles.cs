using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Training;

/// <summary>Runs small trials in a folder of their own, and reads their files.</summary>
internal sealed class TrialFiles : IDisposable
{
    public const int Validation = 100;

    private static readonly string[] s_timings = ["epoch_seconds", "images_per_second", "probe_seconds"];

    private readonly TemporaryFolder _folder = new();

    public static LoadedDataset Data { get; } = SyntheticImages.MakeDataset();

    public static Experiment Mlp { get; } = new()
    {
        Name = "small",
        Device = "cpu",
        Data = new DataSettings { Validation = Validation },
        Model = new MlpSettings { Hidden = [16, 12], Dropout = 0.1 },
        Train = new TrainSettings { Epochs = 4, BatchSize = 32, Optimizer = new AdamSettings { Lr = 0.003 } },
        Probe = new ProbeSettings { Images = 60 },
    };

    public static Experiment Cnn { get; } = Mlp with
    {
        Model = new CnnSettings { Channels = [3, 4], Hidden = [10], BatchNorm = BatchNormPlacement.Before, Dropout = 0.2, Activation = new PReluSettings() },
        Train = new TrainSettings { Epochs = 2, BatchSize = 32, Optimizer = new AdamSettings { Lr = 0.02 }, Scheduler = new OneCycleSchedulerSettings() },
    };

    /// <summary>Learns at first; then the learning rate becomes so large that it forgets again: its best epoch is not its last.</summary>
    public static Experiment Forgetting { get; } = Mlp with
    {
        Train = new TrainSettings
        {
            Epochs = 4,
            BatchSize = 32,
            Optimizer = new AdamSettings { Lr = 0.05 },
            Scheduler = new OneCycleSchedulerSettings { PctStart = 0.95, DivFactor = 30 },
        },
    };

    public string RunsFolder => _folder.Root;

    /// <summary>Options of a trial that is saved after each epoch.</summary>
    public TrialOptions Options => new() { RunsFolder = RunsFolder, Threads = 1, SecondsBetweenSaves = 0 };

    /// <summary>Options of a trial that is saved at its end only.</summary>
    public TrialOptions NeverSaved => Options with { SecondsBetweenSaves = 1e9 };

    public TrialResult Run(
        Experiment experiment, ITrialObserver? observer = null, CancellationToken stop = default, LoadedDataset? data = null, bool fresh = false,
        TrialOptions? options = null) =>
        Trial.Run(experiment, (options ?? Options) with { Fresh = fresh }, observer ?? new RecordingObserver(), stop, data ?? Data);

    public RunFolder FolderOf(Experiment experiment) => RunFolder.For(RunsFolder, experiment);

    public IReadOnlyList<EpochRow> Epochs(Experiment experiment) => CsvTable.Read<EpochRow>(FolderOf(experiment).EpochsFile);

    public IReadOnlyList<LayerRow> Layers(Experiment experiment) => CsvTable.Read<LayerRow>(FolderOf(experiment).LayersFile);

    public RunRow RunRow(Experiment experiment) => Assert.Single(CsvTable.Read<RunRow>(FolderOf(experiment).RunFile));

    public IReadOnlyList<RunRow> Results(Experiment experiment) => CsvTable.Read<RunRow>(Path.Combine(RunsFolder, experiment.Name, "results.csv"));

    /// <summary>The file's text without the columns that hold times.</summary>
    public static string WithoutTimings(string csvFile)
    {
        var rows = File.ReadAllLines(csvFile).Select(line => line.Split(',')).ToArray();
        var kept = rows[0].Index().Where(column => !s_timings.Contains(column.Item)).Select(column => column.Index).ToArray();
        Assert.Equal(rows[0].Length - s_timings.Length, kept.Length);
        return string.Join('\n', rows.Select(row => string.Join(',', kept.Select(column => row[column]))));
    }

    /// <summary>
    /// Fails unless two trials left the same files, byte for byte: columns of times aside, and the log and the environment, which tell of the
    /// processes.
    /// </summary>
    public static void AssertSame(RunFolder expected, RunFolder actual)
    {
        string[] Names(RunFolder folder) => [.. Directory.EnumerateFileSystemEntries(folder.FullName).Select(path => Path.GetFileName(path)).Order()];
        Assert.Equal(Names(expected), Names(actual));
        Assert.Equal(WithoutTimings(expected.EpochsFile), WithoutTimings(actual.EpochsFile));
        Assert.Equal(WithoutTimings(expected.ReadRun()!), WithoutTimings(actual.ReadRun()!));
        foreach (var name in Names(expected).Where(name => name is "config.yaml" or "layers.csv" || name.EndsWith(".safetensors", StringComparison.Ordinal)))
            Assert.Equal(File.ReadAllBytes(Path.Combine(expected.FullName, name)), File.ReadAllBytes(Path.Combine(actual.FullName, name)));
    }

    private static RunRow WithoutTimings(RunRow run) => run with { Seconds = 0, ImagesPerSecond = 0 };

    /// <summary>Every file below the folder of all runs with its content, locks aside.</summary>
    public IReadOnlyDictionary<string, string> Snapshot() => Directory
        .EnumerateFiles(RunsFolder, "*", SearchOption.AllDirectories)
        .Where(path => !path.EndsWith(".lock", StringComparison.Ordinal))
        .ToDictionary(path => Path.GetRelativePath(RunsFolder, path), path => Convert.ToHexString(File.ReadAllBytes(path)));

    public void Dispose() => _folder.Dispose();
}
