using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests.Commands;

[Collection(TorchCollection.Name)]
public class BenchStepCommandTests
{
    private const string Columns =
        "experiment,data,model,activation,settings,precision,batch_size,phase,n,median_seconds,median_seconds_low,median_seconds_high,mean_seconds,share," +
        "images_per_second,flops_per_image,gflops,machine_gflops,gflops_share,rounds,ratio,ratio_low,ratio_high,device,threads,cores,cpu,load,provider,libtorch,blas,app_version,commit";

    private const string Tiny =
        "name: tiny\ndevice: cpu\ndata: { name: clusters }\nmodel: { name: mlp, hidden: [8], activation: { name: leaky_relu, negative_slope: 0.2 } }\n" +
        "train: { epochs: 1, batch_size: 50 }\nprobe: { images: 100, every_epochs: 3 }\n";

    private static readonly string[] Phases = ["step", "data", "forward", "backward", "optimizer", "bookkeeping", "probe"];

    [Fact]
    public void Bench_step_measures_phases_and_leaves_no_files()
    {
        using var lab = new Lab();
        var config = lab.Write("tiny.yaml", Tiny);
        var here = Directory.GetFileSystemEntries(".");

        Assert.Equal(0, lab.Run("bench", "step", "--config", config, "--steps", "20", "--threads", "1", "--csv"));

        Assert.StartsWith(Columns + "\n", lab.Out.ToString());
        Assert.Equal([config], Directory.GetFileSystemEntries(lab.Folder));
        Assert.Equal(here, Directory.GetFileSystemEntries("."));
        var rows = CsvTable.Read<StepBenchRow>(lab.Write("out.csv", lab.Out.ToString()));
        Assert.Equal(Phases, rows.Select(row => row.Phase));
        Assert.Equal([18, 18, 18, 18, 18, 18, 3], rows.Select(row => row.N));
        Assert.All(rows, row => Assert.Equal(("tiny", "Clusters", "mlp", "leaky_relu", """{"name":"leaky_relu","negative_slope":0.2}"""), (row.Experiment, row.Data, row.Model, row.Activation, row.Settings)));
        Assert.All(rows, row => Assert.Equal((50, 3, null, "float32"), (row.BatchSize, row.Rounds, row.Ratio, row.Precision)));
        Assert.Equal(1, rows.Where(row => row.Phase is not ("step" or "probe")).Sum(row => row.Share!.Value), 12);
        Assert.Equal(50 / rows[0].MedianSeconds, rows[0].ImagesPerSecond!.Value, 6);
        Assert.Equal(rows[0].ImagesPerSecond!.Value * rows[0].FlopsPerImage!.Value / 1e9, rows[0].Gflops!.Value, 9);
        Assert.Equal(rows[0].Gflops!.Value / rows[0].MachineGflops, rows[0].GflopsShare!.Value, 12);
    }

    [Fact]
    public void Bench_step_activations_are_given_as_ratios_to_relu()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run(
            "bench", "step", "-c", lab.Write("tiny.yaml", Tiny), "--steps", "6", "--threads", "1", "--activations", "prelu,prelu_layer", "--set", "train.batch_size=40", "--csv"));

        var rows = CsvTable.Read<StepBenchRow>(lab.Write("out.csv", lab.Out.ToString()));
        Assert.Equal(["relu", "prelu", "prelu_layer"], rows.Select(row => row.Activation).Distinct());
        Assert.All(rows, row => Assert.Equal(40, row.BatchSize));
        Assert.All(rows, row => Assert.Equal(row.Activation == "relu", row.Ratio is null));
        Assert.All(rows.Where(row => row.Ratio is not null), row => Assert.InRange(row.Ratio!.Value, row.RatioLow!.Value, row.RatioHigh!.Value));
    }

    [Fact]
    public void Bench_step_table_says_where_the_time_goes()
    {
        using var lab = new Lab();
        lab.Services = lab.Services with
        {
            BenchStep = (experiment, data, options, _, _) =>
            {
                var real = StepBench.Run(experiment, data, options with { MachineTurn = TimeSpan.FromMilliseconds(1) });
                StepTiming Twice(StepTiming network, int times) => network with
                {
                    Rounds = [.. Enumerable.Range(0, 8).Select(_ => new StepRound([times * 1e-3], network.Rounds[0].Phased, times * 0.1))],
                };
                return real with { MachineGflops = [4, 5, 6], Networks = [.. real.Networks.Select((network, index) => Twice(network, index + 1))] };
            },
        };

        Assert.Equal(0, lab.Run("bench", "step", "-c", lab.Write("tiny.yaml", Tiny), "--steps", "8", "--threads", "1", "--activations", "leaky_relu"));

        var lines = lab.Out.ToString().Split('\n');
        Assert.Contains("tiny: mlp on Clusters, batch 50, float32: 8 rounds, in turns", lines);
        // 4 · 128 · 8 + 6 · 8 · 10 = 4,576 FLOP an image.
        Assert.Contains("relu          50,000  1.00 ms  1.00 ms to 1.00 ms        0         5 %", lines);
        Assert.Contains("leaky_relu    25,000  2.00 ms  2.00 ms to 2.00 ms        0         2 %  2.00 (2.00 to 2.00)", lines);
        Assert.Contains(lines, line => line.StartsWith("leaky_relu  sum  ", StringComparison.Ordinal) && line.EndsWith(" 100.0 %", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("leaky_relu  probe  ", StringComparison.Ordinal) && line.EndsWith("  2.00 (2.00 to 2.00)", StringComparison.Ordinal));
        Assert.Contains("matrix products alone: 5 GFLOP/s.", lab.Out.ToString());
        Assert.Contains("probe: units on 100 images after every 3 epochs of 300 steps;", lab.Out.ToString());
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public void Bench_step_of_a_sweep_names_what_to_give()
    {
        using var lab = new Lab();
        var sweep = lab.Write("sweep.yaml", "name: s\nbase: tiny.yaml\nseeds: 2\n");
        lab.Write("tiny.yaml", Tiny);

        Assert.Equal(2, lab.Run("bench", "step", "--config", sweep));

        Assert.Equal($"activationlab: {sweep}: is a sweep; give one experiment, such as a file in its runs folder sweep/cells\n", lab.Lines);
    }

    [Fact]
    public void Bench_step_wrong_configuration_is_a_line_with_the_likely_key()
    {
        using var lab = new Lab();

        Assert.Equal(2, lab.Run("bench", "step", "--config", lab.Write("tiny.yaml", Tiny.Replace("hidden", "hiden"))));

        Assert.Contains("(did you mean hidden?)", lab.Lines);
    }
}
