using ActivationLab.Experiments.Birth;

namespace ActivationLab.Experiments.Tests.Birth;

public class RunningMeanTests
{
    [Fact]
    public void Estimate_is_the_mean_and_its_standard_error()
    {
        // Far from 0, where the sum of squares would lose all digits.
        var estimate = Of(1e9 + 1, 1e9 + 2, 1e9 + 6);

        Assert.Equal(1e9 + 3, estimate.Mean);
        Assert.Equal(Math.Sqrt(14.0 / 2 / 3), estimate.StandardError!.Value, 12);
    }

    [Fact]
    public void Estimate_of_one_number_has_no_standard_error() => Assert.Equal(new Estimate(5, null), Of(5));

    [Fact]
    public void Deviation_is_in_standard_errors_where_there_are_any()
    {
        Assert.Equal(3, new Estimate(2.5, 0.5).Deviation(1));
        Assert.Null(new Estimate(2.5, 0.5).Deviation(null));
        Assert.Null(new Estimate(1, 0).Deviation(1));
        Assert.Null(new Estimate(1, null).Deviation(1));
    }

    private static Estimate Of(params double[] numbers)
    {
        var mean = new RunningMean();
        foreach (var number in numbers)
            mean.Add(number);
        return mean.Estimate;
    }
}
