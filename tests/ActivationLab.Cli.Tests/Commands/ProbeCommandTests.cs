using ActivationLab.Experiments.Birth;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests.Commands;

public class ProbeCommandTests
{
    private const string Narrow = "name: narrow\nmodel: { name: mlp, hidden: [2, 2], activation: relu }\nprobe: { images: 16 }\n";

    [Fact]
    public void Probe_writes_tables_and_says_how_far_they_are_from_theory()
    {
        using var lab = new Lab();

        Assert.Equal(0, Probe(lab, "--inits", "500", "--inputs", "one", "--features", "3"));

        var folder = lab.Out.ToString().TrimEnd('\n');
        Assert.Equal(Path.Combine(lab.Folder, "runs", "narrow"), Path.GetDirectoryName(Path.GetDirectoryName(folder)));
        Assert.Equal("one-features-3-inits-500-seed-42", Path.GetFileName(folder));
        var row = Assert.Single(CsvTable.Read<ProbeRow>(Path.Combine(folder, "probe.csv")));
        Assert.Equal((500, 1, 3, 2), (row.Inits, row.InputCount, row.Features, row.HiddenLayers));
        Assert.Equal(1 - 0.75 * 0.75, row.TheoryUpper!.Value, 12);
        Assert.True(row.TheoryIsExact);
        Assert.InRange(row.BornDeadShare, row.BornDeadLow, row.BornDeadHigh);
        var layers = CsvTable.Read<ProbeLayerRow>(Path.Combine(folder, "probe_layers.csv"));
        Assert.Equal(["layers.1", "layers.3", "layers.4"], layers.Select(layer => layer.Module));
        Assert.Equal([2, 2, 10], layers.Select(layer => layer.Units));
        Assert.Equal([1, 1, 1], layers.Select(layer => Math.Round(layer.RatioTheory!.Value, 12)));
        Assert.Equal([0.5, 0.625, null], layers.Select(layer => layer.DeadRatioTheory));
        Assert.Contains("model:\n  name: mlp\n", File.ReadAllText(Path.Combine(folder, "config.yaml")));
        Assert.Contains("layers.3", lab.Lines);
        Assert.Contains($"{row.BornDead} of 500 networks are born dead: ", lab.Lines);
        Assert.Matches(@"theory says 43\.75 %: they agree, \d\.\d standard errors apart\n", lab.Lines);
        Assert.Matches(@"second moments: layer 3 has .* theory says 1: they agree, ", lab.Lines);
    }

    [Fact]
    public void Probe_again_writes_the_same_files()
    {
        using var lab = new Lab();
        string[] Files(string folder) => [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        var (first, second) = (Path.Combine(lab.Folder, "first"), Path.Combine(lab.Folder, "second"));

        foreach (var folder in new[] { first, second, second })
            Assert.Equal(0, Probe(lab, "--inits", "20", "--inputs", "gaussian", "--features", "1", "--output", folder, "--quiet"));

        Assert.Equal($"{first}\n{second}\n{second}\n", lab.Out.ToString());
        Assert.Empty(lab.Lines);
        Assert.Equal(3, Files(first).Length);
        Assert.Equal(Files(first), Files(second));
        var row = Assert.Single(CsvTable.Read<ProbeRow>(Path.Combine(first, "probe.csv")));
        Assert.Equal("16 inputs of 1 features, standard normal", row.Inputs);
        Assert.InRange(row.TheoryLower!.Value, 0.001, row.TheoryUpper!.Value);
    }

    [Fact]
    public void Probe_gaussian_images_need_no_data_and_any_network()
    {
        using var lab = new Lab();

        Assert.Equal(0, Probe(
            lab, "--inits", "2", "--inputs", "gaussian", "--images", "3", "--set", "model=null", "--set", "model={ name: cnn, channels: [2], hidden: [3] }"));

        var row = Assert.Single(CsvTable.Read<ProbeRow>(Path.Combine(lab.Out.ToString().TrimEnd('\n'), "probe.csv")));
        Assert.Equal("3 inputs of 1x28x28, standard normal", row.Inputs);
        Assert.Null(row.TheoryUpper);
        Assert.Contains("no theory for this network", lab.Lines);
    }

    [MnistFact]
    public void Probe_real_images_are_the_probe_set()
    {
        using var lab = new Lab();
        var config = lab.Write("a.yaml", Narrow);

        Assert.Equal(0, lab.Run("probe", "-c", config, "--inits", "5", "--output", Path.Combine(lab.Folder, "out"), "--threads", "1"));

        Assert.Contains("inputs: MNIST, validation images 55000-55015 of the training files\n", lab.Lines);
    }

    [Theory]
    [InlineData("--inits 0", "--inits 0: must be a whole number from 1 to 10000000; see 'activationlab probe --help'")]
    [InlineData("--inits many", "--inits many: must be a whole number from 1 to 10000000; see 'activationlab probe --help'")]
    [InlineData("--features 0", "--features 0: must be a whole number from 1 to 1000000; see 'activationlab probe --help'")]
    [InlineData("--inputs images", "--inputs images: must be probe, one or gaussian; see 'activationlab probe --help'")]
    [InlineData("--features 3", "--features: the images of the probe set have as many as they have; add --inputs gaussian or --inputs one")]
    [InlineData("--features 3 --inputs one --set model=cnn", "--features: only an mlp takes other inputs than images, and model is cnn")]
    [InlineData("--inputs one --images 3", "--images: --inputs one is a single input; leave --images away, or use --inputs gaussian")]
    public void Probe_wrong_option_is_one_line_and_ends_with_2(string options, string complaint)
    {
        using var lab = new Lab();

        Assert.Equal(2, Probe(lab, options.Split(' ')));

        Assert.Equal($"activationlab: {complaint}\n", lab.Lines);
        Assert.Empty(lab.Out.ToString());
    }

    [Theory]
    [InlineData("--set", "model.width=0")]
    [InlineData("--images", "0")]
    [InlineData("--seed", "x")]
    public void Probe_wrong_configuration_ends_with_2(params string[] options)
    {
        using var lab = new Lab();

        Assert.Equal(2, Probe(lab, options));

        Assert.NotEmpty(lab.Lines);
        Assert.Empty(lab.Out.ToString());
    }

    [Theory]
    [InlineData("probe")]
    [InlineData("one")]
    public void Probe_missing_data_is_one_line_and_ends_with_1(string inputs)
    {
        using var lab = new Lab();

        Assert.Equal(1, Probe(lab, "--inputs", inputs, "--data", Path.Combine(lab.Folder, "none")));

        Assert.EndsWith("run 'activationlab data fetch mnist'\n", lab.Lines);
        Assert.Single(lab.Lines.TrimEnd('\n').Split('\n'));
        Assert.False(Directory.Exists(Path.Combine(lab.Folder, "runs")));
    }

    [Fact]
    public void Probe_hands_options_on_and_shows_progress_on_a_screen()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        (Experiment Experiment, BirthOptions Options)? heard = null;
        lab.Services = lab.Services with
        {
            ProbeBirth = (experiment, options, progress, _) =>
            {
                heard = (experiment, options);
                progress!.Report(options.Inits);
                return BirthStudy.Run(experiment, options with { Inits = 2, Inputs = InputKind.Gaussian }, progress);
            },
        };

        Assert.Equal(0, Probe(lab, "--inits", "7", "--inputs", "one", "--seed", "9", "--data", "there"));

        Assert.Equal(9, heard!.Value.Experiment.Seed);
        Assert.Equal(
            new BirthOptions { Inits = 7, Inputs = InputKind.One, RunsFolder = Path.Combine(lab.Folder, "runs"), DataFolder = "there", Threads = 1 },
            heard.Value.Options);
        Assert.Contains("7/7", lab.Lines);
        Assert.DoesNotContain("7/7", Screen.Of(lab.Lines).Text);
    }

    private static int Probe(Lab lab, params string[] options) =>
        lab.Run(["probe", "--config", lab.Write("a.yaml", Narrow), "--runs", Path.Combine(lab.Folder, "runs"), "--threads", "1", .. options]);
}
