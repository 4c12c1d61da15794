using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests.Commands;

[Collection(TorchCollection.Name)]
public class BenchActivationsCommandTests
{
    private const string Columns =
        "activation,settings,size,elements,layout,dtype,pass,in_place,baseline_in_place,as_trained,n,calls,baseline_calls,median_seconds," +
        "baseline_median_seconds,ratio,ratio_low,ratio_high,ratio_median,ratio_min,ratio_max,device,threads,cores,cpu,load,provider,libtorch,blas,app_version,commit";

    [Fact]
    public void Bench_activations_prints_ratios_with_intervals_in_a_table()
    {
        using var lab = NewLab([2e-6, 2e-6, 2e-6], [1e-6, 1e-6, 1e-6]);

        Assert.Equal(0, lab.Run("bench", "activations", "--names", "relu,dynamic_leaky_relu,elu", "--device", "cpu"));

        var lines = lab.Out.ToString().Split('\n');
        Assert.Contains("64x512, contiguous: ReLU in place takes 1.00 µs forward, 1.00 µs backward, 1.00 µs both", lines);
        Assert.Contains("64x32x28x28, channels_last: ReLU in place takes 1.00 µs forward, 1.00 µs backward, 1.00 µs both", lines);
        Assert.Contains("activation          form        forward              backward             both", lines);
        Assert.Contains("dynamic_leaky_relu  as trained  2.00 (2.00 to 2.00)  2.00 (2.00 to 2.00)  2.00 (2.00 to 2.00)", lines);
        Assert.Contains("elu                 in place    2.00 (2.00 to 2.00)  2.00 (2.00 to 2.00)  2.00 (2.00 to 2.00)", lines);
        Assert.Contains("libtorch       1.13.1 (system), OpenBLAS (OpenMP)", lines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
    }

    // The interval is t's of the logarithms: ln 1.1 and -ln 1.1 and 0 have the mean 0, s = ln 1.1, and t(0.975, 2) = 4.302653.
    [Fact]
    public void Bench_activations_csv_alone_goes_to_standard_output_with_all_columns()
    {
        using var lab = NewLab([1.1e-3, 1e-3, 1e-3], [1e-3, 1e-3, 1.1e-3]);

        Assert.Equal(0, lab.Run("bench", "activations", "--names", "prelu_layer", "--sizes", "2x3", "--device", "cpu", "--csv", "--quiet"));

        Assert.StartsWith(Columns + "\n", lab.Out.ToString());
        var rows = CsvTable.Read<ActivationBenchRow>(lab.Write("out.csv", lab.Out.ToString()));
        Assert.Equal([("forward", true), ("backward", true), ("both", true), ("forward", false), ("backward", false), ("both", false)], rows.Select(row => (row.Pass, row.AsTrained)));
        var row = rows[0];
        Assert.Equal(("prelu_layer", """{"name":"prelu","per":"layer","init":0.25}""", "2x3", 6, "contiguous", "float32"), (row.Activation, row.Settings, row.Size, row.Elements, row.Layout, row.Dtype));
        Assert.Equal((false, true, 3, 7, 8), (row.InPlace, row.BaselineInPlace, row.N, row.Calls, row.BaselineCalls));
        Assert.Equal((1e-3, 1e-3), (row.MedianSeconds, row.BaselineMedianSeconds));
        Assert.Equal(1, row.Ratio, 12);
        var reach = Math.Exp(4.302652729911275 * Math.Log(1.1) / Math.Sqrt(3));
        Assert.Equal(1 / reach, row.RatioLow!.Value, 9);
        Assert.Equal(reach, row.RatioHigh!.Value, 9);
        Assert.Equal((1, 1 / 1.1, 1.1), (row.RatioMedian, row.RatioMin, Math.Round(row.RatioMax, 12)));
        Assert.Equal(("cpu", 1, "system", "1.13.1"), (row.Device, row.Threads, row.Provider, row.Libtorch));
        Assert.Empty(lab.Lines);
    }

    [Fact]
    public void Bench_activations_csv_file_stands_beside_the_table()
    {
        using var lab = NewLab([1e-3], [1e-3]);
        var file = Path.Combine(lab.Folder, "times.csv");

        Assert.Equal(0, lab.Run("bench", "activations", "--names", "relu", "--sizes", "2x3", "--device", "cpu", "--rounds", "1", "--csv", file));

        Assert.Contains("relu        as trained  1.00     1.00      1.00\n", lab.Out.ToString());
        var rows = CsvTable.Read<ActivationBenchRow>(file);
        Assert.Equal(6, rows.Count);
        Assert.All(rows, row => Assert.Equal((1, null, null), (row.N, row.RatioLow, row.RatioHigh)));
    }

    [Fact]
    public void Bench_activations_options_say_what_is_measured()
    {
        using var lab = new Lab();
        ActivationBenchOptions? seen = null;
        lab.Services = lab.Services with { BenchActivations = (options, _, _) => Times(seen = options, [1], [1]) };

        Assert.Equal(0, lab.Run(
            "bench", "activations", "--names", "gelu, relu,gelu", "--sizes", "4x5,2x3x4x5", "--layout", "channels_last", "--rounds", "9", "--threads", "2", "--device", "cpu"));

        Assert.Equal(["gelu", "relu"], seen!.Activations.Select(activation => activation.Name));
        Assert.Equal(["4x5", "2x3x4x5"], seen.Sizes.Select(size => size.ToString()));
        Assert.Equal([TensorLayout.ChannelsLast], seen.Layouts);
        Assert.Equal((9, 2, "cpu"), (seen.Rounds, seen.Threads, seen.Device));
        Assert.Equal(["2x3x4x5"], seen.Comparisons.Select(comparison => comparison.Size.ToString()).Distinct());
    }

    [Fact]
    public void Bench_activations_measures_for_real()
    {
        using var lab = new Lab { ErrorIsTerminal = true };

        Assert.Equal(0, lab.Run("bench", "activations", "--names", "relu,tanh", "--sizes", "2x3,2x3x4x5", "--rounds", "2", "--threads", "1", "--device", "cpu", "--csv"));

        var rows = CsvTable.Read<ActivationBenchRow>(lab.Write("out.csv", lab.Out.ToString()));
        Assert.Equal(3 * 3 * (2 + 3), rows.Count);
        Assert.All(rows, row => Assert.InRange(row.Ratio, row.RatioMin, row.RatioMax));
        Assert.All(rows, row => Assert.InRange(row.MedianSeconds, double.Epsilon, 10));
        Assert.Contains("comparisons", lab.Lines);
        Assert.Contains("45/45", lab.Lines);
    }

    [Theory]
    [InlineData("--sizes 64x512 --layout channels_last", "--layout channels_last: needs a size of four dimensions, such as 64x32x28x28")]
    [InlineData("--sizes 2000000000x2000000000 --device cpu", "size 2000000000x2000000000: needs more memory (128,000,000,000 GB) than this machine has (")]
    [InlineData("--device cuda:9", "device: cuda:9, but ")]
    public void Bench_activations_what_cannot_be_measured_is_one_line(string options, string line)
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run(["bench", "activations", "--quiet", .. options.Split(' ')]));

        Assert.StartsWith($"activationlab: {line}", lab.Lines);
        Assert.Single(lab.Lines.TrimEnd('\n').Split('\n'));
        Assert.Empty(lab.Out.ToString());
    }

    private static Lab NewLab(double[] seconds, double[] baseline)
    {
        var lab = new Lab();
        lab.Services = lab.Services with { BenchActivations = (options, _, _) => Times(options, seconds, baseline) };
        return lab;
    }

    private static IReadOnlyList<ActivationTiming> Times(ActivationBenchOptions options, double[] seconds, double[] baseline) =>
        [.. options.Comparisons.Select(comparison => new ActivationTiming(comparison, 7, 8, [.. seconds.Zip(baseline, (own, relu) => new TimedRound(own, relu))]))];
}
