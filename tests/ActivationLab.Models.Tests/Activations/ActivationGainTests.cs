using ActivationLab.Models.Activations;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Tests.Support;

namespace ActivationLab.Models.Tests.Activations;

public class ActivationGainTests
{
    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void Of_keeps_the_second_moment_of_normal_numbers(ActivationSettings settings)
    {
        var function = ActivationFunction.Of(settings);
        var gain = ActivationGain.Of(settings);

        // Where ActivationFunction uses Gauss and Legendre's rule, this is the trapezoid's.
        const double step = 1e-3;
        var moment = Enumerable.Range(-15_000, 30_001).Select(i => i * step)
            .Sum(z => Math.Pow(function.Value(z), 2) * Math.Exp(-z * z / 2)) * step / Math.Sqrt(2 * Math.PI);

        Assert.Equal(1, gain * gain * moment, 1e-6);
        Assert.Equal(1, gain * gain * function.NormalSecondMoment, 1e-12);
    }

    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void Of_rectifiers_is_the_papers(ActivationSettings settings)
    {
        if (settings.InitialNegativeSlope is { } a)
            Assert.Equal(Math.Sqrt(2 / (1 + a * a)), ActivationGain.Of(settings), 1e-15);
    }

    // The fixed point of Klambauer et al. 2017: variance 1 stays 1, mean 0 stays 0.
    [Fact]
    public void Of_selu_is_one() => Assert.Equal(1, ActivationGain.Of(new SeluSettings()), 1e-12);

    // A sharp softplus is nearly ReLU, a flat one nearly constant ln(2)/beta.
    [Fact]
    public void Of_softplus_tends_to_that_of_relu()
    {
        Assert.Equal(Math.Sqrt(2), ActivationGain.Of(new SoftplusSettings { Beta = 1000 }), 1e-5);
        Assert.Equal(1, ActivationGain.Of(new SoftplusSettings { Beta = 0.01 }) * Math.Log(2) / 0.01, 1e-4);
    }
}
