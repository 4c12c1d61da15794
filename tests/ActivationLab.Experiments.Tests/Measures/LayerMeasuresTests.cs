using ActivationLab.Experiments.Measures;

namespace ActivationLab.Experiments.Tests.Measures;

public class LayerMeasuresTests
{
    [Fact]
    public void IsRare_exactly_one_percent_is_not_rare_whatever_the_count()
    {
        // 0.01 * 700 is 7.000000000000001.
        for (long percent = 1; percent <= 10_000; percent++)
        {
            Assert.False(LayerMeasures.IsRare(percent, 100 * percent), $"{percent} of {100 * percent}");
            Assert.True(LayerMeasures.IsRare(percent - 1, 100 * percent), $"{percent - 1} of {100 * percent}");
        }
    }
}
