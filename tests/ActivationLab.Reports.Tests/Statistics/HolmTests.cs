using ActivationLab.Reports.Statistics;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Statistics;

public class HolmTests
{
    [Fact]
    public void Adjust_four_is_worked_by_hand()
    {
        // 4 · 0.005, 3 · 0.01, 2 · 0.03, and 0.04, which is raised to the one before.
        var adjusted = Holm.Adjust([0.01, 0.04, 0.03, 0.005]);

        Assert.Equal([0.03, 0.06, 0.06, 0.02], adjusted.Select(p => Math.Round(p, 15)));
    }

    [Fact]
    public void Adjust_never_exceeds_one_and_keeps_order_and_ties()
    {
        Assert.Equal([1, 1, 1], Holm.Adjust([0.5, 0.9, 0.5]));
        Assert.Equal([0.3], Holm.Adjust([0.3]));
        Assert.Empty(Holm.Adjust([]));
    }

    // The definition, from the other side: an adjusted p is the smallest alpha at which Holm's procedure, step by step, rejects.
    [Fact]
    public void Adjust_is_at_most_alpha_exactly_where_Holms_steps_reject()
    {
        var samples = new Samples(14);
        for (var repetition = 0; repetition < 500; repetition++)
        {
            var ps = Samples.Of(samples.Integer(1, 12), () => Math.Pow(samples.Uniform(), 3));
            var alpha = samples.Uniform();

            Assert.Equal(RejectedBySteps(ps, alpha), Holm.Adjust(ps).Select(p => p <= alpha));
        }
    }

    [Fact]
    public void Adjust_keeps_the_order_and_never_lowers_a_p()
    {
        var samples = new Samples(15);
        for (var repetition = 0; repetition < 200; repetition++)
        {
            var ps = Samples.Of(samples.Integer(1, 12), () => samples.Integer(0, 20) / 20.0);
            var pairs = ps.Zip(Holm.Adjust(ps)).OrderBy(pair => pair.First).ToArray();

            Assert.All(pairs, pair => Assert.InRange(pair.Second, pair.First, 1));
            Assert.All(pairs.Zip(pairs.Skip(1)), next => Assert.True(next.First.Second <= next.Second.Second));
        }
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Adjust_what_is_no_p_throws(double p) => Assert.Throws<ArgumentException>(() => Holm.Adjust([0.5, p]));

    private static bool[] RejectedBySteps(double[] ps, double alpha)
    {
        var rejected = new bool[ps.Length];
        var left = ps.Length;
        foreach (var index in Enumerable.Range(0, ps.Length).OrderBy(index => ps[index]).TakeWhile(index => ps[index] * left <= alpha))
            (rejected[index], left) = (true, left - 1);
        return rejected;
    }
}
