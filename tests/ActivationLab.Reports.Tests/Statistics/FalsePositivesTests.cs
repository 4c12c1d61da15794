using ActivationLab.Reports.Statistics;
using ActivationLab.Reports.Tests.Support;
using Xunit.Abstractions;

namespace ActivationLab.Reports.Tests.Statistics;

/// <summary>
/// Where neither of two is better, the sign-flip test says otherwise in at most 5 % of studies. For continuous differences the p of n pairs takes
/// every multiple of 2 / 2^n equally often, so that the rate is known: ⌊0.05 · 2^(n-1)⌋ / 2^(n-1).
/// </summary>
public class FalsePositivesTests(ITestOutputHelper output)
{
    private const double Alpha = 0.05;

    [Theory]
    [InlineData(6, 40_000, 0.03125)]
    [InlineData(10, 40_000, 0.048828125)]
    [InlineData(15, 20_000, 0.0499878)]
    public void Run_normal_differences_is_significant_as_often_as_can_be_counted(int n, int repetitions, double expected)
    {
        var samples = new Samples(n);

        AssertRate(expected, repetitions, () => Samples.Of(n, samples.Normal));
    }

    [Theory]
    [InlineData(6, 40_000, 0.03125)]
    [InlineData(10, 40_000, 0.048828125)]
    [InlineData(15, 20_000, 0.0499878)]
    public void Run_differences_of_skewed_numbers_is_significant_as_often_as_can_be_counted(int n, int repetitions, double expected)
    {
        var samples = new Samples(100 + n);

        // Cubes of exponentials: now and then one hundred times the rest. What two of a pair have in common cancels.
        AssertRate(expected, repetitions, () => Samples.Of(n, () => Math.Pow(samples.Exponential(), 3) - Math.Pow(samples.Exponential(), 3)));
    }

    // Few different values, so ties and zeros: p are coarser, and the rate can only be lower.
    [Theory]
    [InlineData(6, 20_000)]
    [InlineData(10, 20_000)]
    [InlineData(15, 10_000)]
    public void Run_differences_of_accuracies_is_significant_no_more_often(int n, int repetitions)
    {
        var samples = new Samples(200 + n);

        var rate = Rate(repetitions, () => Samples.Of(n, () => samples.Integer(9790, 9800) / 10_000.0 - samples.Integer(9790, 9800) / 10_000.0));

        Assert.InRange(rate, 0.01, Alpha);
    }

    // All of a family of five true hypotheses: at most 5 % of families have even one false positive.
    [Fact]
    public void Adjust_families_of_sign_flip_tests_has_a_false_positive_in_no_more_than_five_percent()
    {
        const int families = 10_000;
        var samples = new Samples(11);
        var wrong = 0;
        for (var family = 0; family < families; family++)
        {
            // Against one baseline, so that the five depend on each other.
            var baseline = Samples.Of(10, samples.Normal);
            var ps = Enumerable.Range(0, 5).Select(_ => SignFlipTest.Run([.. baseline.Select(value => samples.Normal() - value)]).P);
            if (Holm.Adjust([.. ps]).Min() < Alpha)
                wrong++;
        }

        var rate = (double)wrong / families;
        output.WriteLine($"{rate:P2}");
        Assert.InRange(rate, 0.02, Alpha);
    }

    private void AssertRate(double expected, int repetitions, Func<double[]> differences)
    {
        Assert.True(expected <= Alpha);
        var error = Math.Sqrt(expected * (1 - expected) / repetitions);
        Assert.InRange(Rate(repetitions, differences), expected - 4 * error, expected + 4 * error);
    }

    private double Rate(int repetitions, Func<double[]> differences)
    {
        var significant = 0;
        for (var repetition = 0; repetition < repetitions; repetition++)
            if (SignFlipTest.Run(differences()).P <= Alpha)
                significant++;
        var rate = (double)significant / repetitions;
        output.WriteLine($"{rate:P2}");
        return rate;
    }
}
