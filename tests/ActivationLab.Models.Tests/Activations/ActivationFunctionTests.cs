using ActivationLab.Models.Activations;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Tests.Support;

namespace ActivationLab.Models.Tests.Activations;

public class ActivationFunctionTests
{
    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void Of_derivative_is_the_limit_of_differences(ActivationSettings settings)
    {
        var function = ActivationFunction.Of(settings);
        const double h = 1e-5;

        // Between the points of the grid lies no kink; what is left is h²/6 times the third derivative, and rounding over h.
        foreach (var z in Enumerable.Range(-200, 400).Select(i => (i + 0.5) / 20))
            Assert.Equal((function.Value(z + h) - function.Value(z - h)) / (2 * h), function.Derivative(z), 2e-9);
    }

    [Theory]
    [MemberData(nameof(AllActivations.Settings), MemberType = typeof(AllActivations))]
    public void Of_far_from_zero_is_finite_and_never_steeper_than_its_limits(ActivationSettings settings)
    {
        var function = ActivationFunction.Of(settings);

        foreach (var z in new[] { -1e4, -800, -100, 100, 800, 1e4 })
        {
            Assert.True(double.IsFinite(function.Value(z)));
            Assert.InRange(function.Derivative(z), -0.5, 1.5);
        }
    }

    [Fact]
    public void Of_elu_and_softplus_keep_all_digits_where_they_are_small()
    {
        var (elu, softplus) = (ActivationFunction.Of(new EluSettings()), ActivationFunction.Of(new SoftplusSettings()));

        // The first terms of their series.
        foreach (var z in new[] { -1e-3, -1e-5, -1e-9 })
            Assert.Equal(1, elu.Value(z) / (z + z * z / 2 + z * z * z / 6 + z * z * z * z / 24), 1e-14);
        foreach (var z in new[] { -10.0, -20, -35, -300 })
            Assert.Equal(1, softplus.Value(z) / (Math.Exp(z) - Math.Exp(2 * z) / 2 + Math.Exp(3 * z) / 3), 1e-13);
    }
}
