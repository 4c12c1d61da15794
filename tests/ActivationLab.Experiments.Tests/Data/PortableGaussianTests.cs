using ActivationLab.Experiments.Data;

namespace ActivationLab.Experiments.Tests.Data;

public class PortableGaussianTests
{
    [Fact]
    public void Log_is_the_logarithm_to_the_last_digits()
    {
        var random = new Random(1);
        for (var i = 0; i < 20_000; i++)
        {
            var x = Math.ScaleB(1 + random.NextDouble(), random.Next(-60, 5));
            Assert.InRange(Math.Abs(PortableGaussian.Log(x) - Math.Log(x)), 0, 4e-16 * Math.Max(1, Math.Abs(Math.Log(x))));
        }
        Assert.Equal(0, PortableGaussian.Log(1));
    }

    [Fact]
    public void Next_has_the_moments_and_tails_of_a_normal_distribution()
    {
        const int count = 200_000;
        var random = new PortableGaussian(3);
        var values = Enumerable.Range(0, count).Select(_ => random.Next()).ToArray();

        // Four deviations of each estimate.
        Assert.InRange(values.Average(), -0.009, 0.009);
        Assert.InRange(values.Average(x => x * x), 1 - 0.0127, 1 + 0.0127);
        Assert.InRange(values.Average(x => x * x * x), -0.035, 0.035);
        Assert.InRange(values.Average(x => x * x * x * x), 3 - 0.088, 3 + 0.088);
        Assert.InRange(values.Count(x => Math.Abs(x) > 1.959964) / (double)count, 0.048, 0.052);
        Assert.InRange(values.Count(x => Math.Abs(x) > 3.290527) / (double)count, 0.0007, 0.0013);
    }

    [Fact]
    public void Next_is_not_correlated_with_the_number_before()
    {
        const int count = 100_000;
        var random = new PortableGaussian(4);
        var values = Enumerable.Range(0, count + 1).Select(_ => random.Next()).ToArray();

        Assert.InRange(values.Zip(values.Skip(1)).Average(pair => pair.First * pair.Second), -0.0127, 0.0127);
    }
}
