using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Data.Fetching;
using ActivationLab.Experiments.Runtime;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Cli.Tests;

/// <summary>The program on captured streams, in a folder of its own, with a stand-in for whatever is slow.</summary>
internal sealed class Lab : IDisposable
{
    public static readonly TorchFacts GoodTorch = new("system", "1.13.1", "OpenBLAS (OpenMP)", "/usr/lib/libblas.so.3", true, null, 0, 1, null);

    public string Folder { get; } = Directory.CreateTempSubdirectory("activationlab-cli-").FullName;

    public StringWriter Out { get; } = new() { NewLine = "\n" };

    public StringWriter Error { get; } = new() { NewLine = "\n" };

    public Dictionary<string, string> Variables { get; } = new() { ["TERM"] = "xterm" };

    public bool ErrorIsTerminal { get; init; }

    public int Width { get; init; } = 80;

    public int Height { get; init; } = 24;

    public Services Services { get; set; } = new()
    {
        DescribeTorch = _ => GoodTorch,
        MeasureGflops = _ => 100,
        MeasureBf16Gflops = _ => 200,
        CpuBf16 = () => "AVX512-BF16",
        HasNvidiaGpu = () => false,
        NewFetcher = () => new DatasetFetcher([new UnreachableSource()]),
        RunTrial = (_, _, _, _) => throw new InvalidOperationException("no trial was expected"),
        RunSweep = (_, _, _, _, _) => throw new InvalidOperationException("no sweep was expected"),
    };

    public Terminal Terminal => new(Out, Error)
    {
        ErrorIsTerminal = ErrorIsTerminal,
        MeasureWidth = () => Width,
        MeasureHeight = () => Height,
        Variable = name => Variables.GetValueOrDefault(name),
    };

    public string Lines => Error.ToString();

    public int Run(params string[] args) => new Application(Terminal, Services).Run(args);

    /// <summary>Writes a file into the folder and returns its path.</summary>
    public string Write(string name, string content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Files with the right names and sizes but no images in them.</summary>
    public string WriteHollowMnist()
    {
        foreach (var file in DatasetCatalog.Mnist.Files)
        {
            using var stream = File.Create(Path.Combine(Directory.CreateDirectory(Path.Combine(Folder, "data", "mnist")).FullName, file.Name));
            stream.SetLength(file.Size);
        }
        return Path.Combine(Folder, "data");
    }

    public void Trains(Func<Experiment, TrialOptions, ITrialObserver, CancellationToken, TrialResult> trial) =>
        Services = Services with { RunTrial = trial };

    public void Sweeps(Func<Sweep, SweepRunOptions, ISweepObserver, CancellationToken, SweepResult> sweep) =>
        Services = Services with { RunSweep = (what, options, observer, stop, _) => sweep(what, options, observer, stop) };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private sealed class UnreachableSource : IDatasetSource
    {
        public string Description => "nowhere";

        public Task FetchAsync(Delivery delivery, CancellationToken cancellationToken) => throw new SourceException("no network in a test");
    }
}
