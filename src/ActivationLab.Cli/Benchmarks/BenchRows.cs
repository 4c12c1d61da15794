using System.Text.Json;
using System.Text.Json.Serialization;
using ActivationLab.Experiments.Benchmarks;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Settings;
using ActivationLab.Reports.Statistics;

namespace ActivationLab.Cli.Benchmarks;

/// <summary>Makes rows of figures with intervals from the times that were taken.</summary>
internal static class BenchRows
{
    private const string Relu = "relu";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>The rows of <c>bench activations</c>, in the order of the comparisons.</summary>
    public static IReadOnlyList<ActivationBenchRow> Of(IReadOnlyList<ActivationTiming> timings, MachineRecord machine) =>
        [.. timings.Select(timing => BenchRow.On(machine, Row(timing)))];

    /// <summary>The rows of <c>bench step</c>: for each network its step, its phases and its probe.</summary>
    public static IReadOnlyList<StepBenchRow> Of(StepBenchResult result, string experiment, MachineRecord machine)
    {
        var relu = result.Networks.FirstOrDefault(network => network.Activation == Relu);
        return [.. result.Networks.SelectMany(network => Rows(network, network == relu ? null : relu, result)).Select(row => BenchRow.On(machine, row with { Experiment = experiment }))];
    }

    private static ActivationBenchRow Row(ActivationTiming timing)
    {
        var (activation, size, layout, form, pass) = timing.Comparison;
        double[] ratios = [.. timing.Rounds.Select(round => round.Ratio)];
        var mean = GeometricMean.OfRatios(ratios);
        var spread = SampleStatistics.Summarise(ratios);
        return new ActivationBenchRow
        {
            Activation = activation.Name,
            Settings = Text(activation.Settings),
            Size = size.ToString(),
            Elements = (long)size.Count,
            Layout = SnakeCase.Of(layout),
            Dtype = "float32",
            Pass = SnakeCase.Of(pass),
            InPlace = form.InPlace,
            BaselineInPlace = form.BaselineInPlace,
            AsTrained = form.AsTrained,
            N = ratios.Length,
            Calls = timing.Calls,
            BaselineCalls = timing.BaselineCalls,
            MedianSeconds = Quantile.Median([.. timing.Rounds.Select(round => round.Seconds)]),
            BaselineMedianSeconds = Quantile.Median([.. timing.Rounds.Select(round => round.BaselineSeconds)]),
            Ratio = mean.Mean,
            RatioLow = mean.MeanInterval?.Low,
            RatioHigh = mean.MeanInterval?.High,
            RatioMedian = spread.Median,
            RatioMin = spread.Min,
            RatioMax = spread.Max,
        };
    }

    private static IEnumerable<StepBenchRow> Rows(StepTiming network, StepTiming? relu, StepBenchResult result)
    {
        var machineGflops = Quantile.Median(result.MachineGflops);
        var step = NewRow("step", round => round.StepSeconds);
        var gflops = result.BatchSize * network.FlopsPerImage / step.MedianSeconds / 1e9;
        yield return step with
        {
            ImagesPerSecond = result.BatchSize / step.MedianSeconds,
            FlopsPerImage = network.FlopsPerImage,
            Gflops = gflops,
            GflopsShare = gflops / machineGflops,
        };
        var phases = PhaseSeconds.All.Select(phase =>
            NewRow(SnakeCase.Of(phase), round => [.. round.Phased.Select(seconds => seconds[phase])])).ToList();
        foreach (var row in phases)
            yield return row with { Share = row.MedianSeconds / phases.Sum(phase => phase.MedianSeconds) };
        var probe = NewRow("probe", round => round.ProbeSeconds is { } seconds ? [seconds] : []);
        var training = step.MedianSeconds * result.StepsPerEpoch * result.ProbeEveryEpochs;
        yield return probe with { Share = probe.MedianSeconds / (training + probe.MedianSeconds) };

        StepBenchRow NewRow(string phase, Func<StepRound, IReadOnlyList<double>> times)
        {
            double[] all = [.. network.Rounds.SelectMany(times)];
            var interval = MedianInterval.Of(all);
            var ratio = relu is null ? null : Ratio(network, relu, times);
            return new StepBenchRow
            {
                Experiment = "",
                Data = result.Data,
                Model = result.Network,
                Activation = network.Activation,
                Settings = network.Settings is { } settings ? Text(settings) : null,
                Precision = SnakeCase.Of(result.Precision),
                BatchSize = result.BatchSize,
                Phase = phase,
                N = all.Length,
                MedianSeconds = Quantile.Median(all),
                MedianSecondsLow = interval?.Low,
                MedianSecondsHigh = interval?.High,
                MeanSeconds = SampleStatistics.Mean(all),
                MachineGflops = machineGflops,
                Rounds = network.Rounds.Count,
                Ratio = ratio?.Mean,
                RatioLow = ratio?.MeanInterval?.Low,
                RatioHigh = ratio?.MeanInterval?.High,
            };
        }
    }

    // One ratio a round: the steps of a round are not independent of each other.
    private static RatioSummary Ratio(StepTiming network, StepTiming relu, Func<StepRound, IReadOnlyList<double>> times) => GeometricMean.OfRatios(
    [
        .. network.Rounds.Zip(relu.Rounds, (own, its) => (Own: times(own), Its: times(its)))
            .Where(pair => pair.Own.Count > 0)
            .Select(pair => Quantile.Median(pair.Own) / Quantile.Median(pair.Its)),
    ]);

    private static string Text(ActivationSettings settings) => JsonSerializer.Serialize(settings, Json);
}
