using System.Globalization;
using ActivationLab.Reports.Statistics;
using ActivationLab.Reports.Tests.Support;
using Xunit.Abstractions;

namespace ActivationLab.Reports.Tests.Statistics;

/// <summary>All that R has too, against R, on random data sets of every kind.</summary>
public class AgainstRTests(ITestOutputHelper output)
{
    private const int DataSets = 1000;

    // Of p, quantiles of t and ratios relative to R's number, however small that is; of the rest relative to the largest number of the data set.
    private const double Tolerance = 1e-9;

    // A line of answers for a line of data; NA where R refuses.
    private const string Script = """
        or_na <- function(expression) tryCatch(expression, error = function(e) c(NA_real_, NA_real_))
        for (line in readLines("stdin")) {
          data <- as.numeric(strsplit(line, " ", fixed = TRUE)[[1]])
          level <- data[1]
          x <- data[-1]
          answers <- c(
            mean(x), sd(x), median(x), quantile(x, c(0, 0.025, 0.1, 0.5, 0.77, 0.975, 1)),
            or_na(t.test(x, conf.level = level)$conf.int),
            or_na(t.test(x)$p.value)[1],
            suppressWarnings(wilcox.test(x)$p.value),
            exp(mean(log(abs(x) + 1))), or_na(exp(t.test(log(abs(x) + 1), conf.level = level)$conf.int)),
            qt((1 + level) / 2, length(x) - 1),
            p.adjust(pmin(1, round(abs(x) / max(abs(x), 1e-300), 3)), "holm"))
          cat(sprintf("%.17g", answers), "\n")
        }
        """;

    [RFact]
    public void All_on_a_thousand_data_sets_agree_with_R()
    {
        var sets = DataSetsOfAllKinds();
        var lines = R.Run(Script, sets.Select(set => string.Join(' ', set.Values.Prepend(set.Level).Select(Text))));

        Assert.Equal(DataSets, lines.Length);
        var differences = new Dictionary<string, double>();
        foreach (var (set, line) in sets.Zip(lines))
            Compare(set, new(line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number)), differences);
        foreach (var (name, difference) in differences)
            output.WriteLine($"{name}: {difference:E1}");
        Assert.All(differences, difference => Assert.True(difference.Value < Tolerance, $"{difference.Key} is {difference.Value:E2} from R's"));
    }

    private static void Compare(DataSet set, Queue<double> answers, Dictionary<string, double> differences)
    {
        var (x, level) = set;
        var scale = x.Max(Math.Abs);
        Note("mean", SampleStatistics.Mean(x), scale);
        Note("standard deviation", SampleStatistics.Std(x), scale);
        Note("median", Quantile.Median(x), scale);
        foreach (var p in new[] { 0, 0.025, 0.1, 0.5, 0.77, 0.975, 1 })
            Note("quantile", Quantile.Of(x, p), scale);

        var interval = TInterval.OfMean(x, level);
        // R refuses intervals of equal numbers; here they have no width.
        var isConstant = x.All(value => value == x[0]);
        Note("t interval", isConstant ? null : interval?.Low, interval?.High ?? 1);
        Note("t interval", isConstant ? null : interval?.High, interval?.High ?? 1);
        Note("t test", PairedTTest.P(x));
        Note("signed-rank test", SignedRankTest.P(x));

        double[] ratios = [.. x.Select(value => Math.Abs(value) + 1)];
        var ratio = GeometricMean.OfRatios(ratios, level);
        isConstant = ratios.All(value => value == ratios[0]);
        Note("geometric mean", ratio.Mean);
        Note("interval of ratios", isConstant ? null : ratio.MeanInterval?.Low);
        Note("interval of ratios", isConstant ? null : ratio.MeanInterval?.High);
        Note("quantile of t", StudentDistribution.TwoSidedQuantile(1 - level, x.Length - 1));
        foreach (var adjusted in Holm.Adjust([.. x.Select(value => Math.Min(1, Math.Round(Math.Abs(value) / Math.Max(scale, 1e-300), 3)))]))
            Note("Holm", adjusted);
        Assert.Empty(answers);

        void Note(string name, double? ours, double? scale = null)
        {
            var theirs = answers.Dequeue();
            Assert.True(ours is null == double.IsNaN(theirs), $"{name} of {string.Join(' ', x)} is {ours}, R's is {theirs}");
            if (ours is { } number && number != theirs)
                differences[name] = Math.Max(differences.GetValueOrDefault(name), Math.Abs(number - theirs) / Math.Abs(scale ?? theirs));
        }
    }

    private static DataSet[] DataSetsOfAllKinds()
    {
        var samples = new Samples(1);
        Func<double>[] kinds =
        [
            samples.Normal,
            () => samples.Normal() + 3,
            () => samples.Exponential() - 0.7,
            () => samples.Normal() / samples.Normal(), // Cauchy: outliers
            () => samples.Integer(-3, 5), // ties and zeros
            () => samples.Integer(1, 4) * (samples.Uniform() < 0.5 ? -1 : 1), // ties alone
            () => samples.Uniform() < 0.2 ? 0 : samples.Normal() + 0.5, // zeros alone
            () => 1000 + samples.Normal(),
        ];
        return
        [
            .. Enumerable.Range(0, DataSets).Select(i =>
            {
                var scale = Math.Pow(10, samples.Integer(-6, 6));
                var values = Samples.Of(samples.Integer(2, 60), kinds[i % kinds.Length]);
                return new DataSet([.. values.Select(value => value * scale)], new[] { 0.9, 0.95, 0.99, 0.999 }[i / kinds.Length % 4]);
            }),
        ];
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string text) => text is "NA" or "NaN" ? double.NaN : double.Parse(text, CultureInfo.InvariantCulture);

    private sealed record DataSet(double[] Values, double Level);
}
