using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Tests.Configuration;

namespace ActivationLab.Experiments.Tests.Sweeps;

/// <summary>Sweep files over one small experiment.</summary>
internal sealed class SweepFiles : IDisposable
{
    /// <summary>An experiment that needs no files.</summary>
    public const string Base = """
        name: base
        data: { name: clusters, validation: 1000 }
        model: { name: mlp, hidden: [16, 8], activation: { name: leaky_relu, negative_slope: 0.05 } }
        train: { epochs: 2, batch_size: 100, optimizer: { name: adam, lr: 0.002 } }
        """;

    private readonly ConfigurationFolder _folder = new();

    public SweepFiles() => _folder.Write("base.yaml", Base);

    public string Root => _folder.Root;

    public string BaseFile => _folder.At("base.yaml");

    public string SweepFile => _folder.At("sweep.yaml");

    public string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>The sweep of a text that goes on from <c>base: base.yaml</c> in line 1.</summary>
    public Sweep Load(string text, string[]? overrides = null, string[]? grid = null, string? seeds = null) =>
        SweepLoader.Load(Write("sweep.yaml", "base: base.yaml\n" + text), overrides ?? [], grid, seeds);

    /// <summary>The one problem of such a sweep, without its folder.</summary>
    public string Problem(string text, string[]? overrides = null, string[]? grid = null, string? seeds = null) =>
        Assert.Single(Problems(text, overrides, grid, seeds));

    /// <summary>The problems of such a sweep, without its folder.</summary>
    public IReadOnlyList<string> Problems(string text, string[]? overrides = null, string[]? grid = null, string? seeds = null) =>
        Lines(Assert.Throws<ConfigurationException>(() => Load(text, overrides, grid, seeds)));

    public IReadOnlyList<string> Lines(ConfigurationException error) =>
        [.. error.Problems.Select(problem => problem.ToString().Replace(Root + "/", ""))];

    public void Dispose() => _folder.Dispose();
}
