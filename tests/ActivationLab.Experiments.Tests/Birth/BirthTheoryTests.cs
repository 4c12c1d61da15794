using ActivationLab.Experiments.Birth;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Birth;

public class BirthTheoryTests
{
    [Theory]
    [InlineData(2, 5)]
    [InlineData(3, 10)]
    [InlineData(10, 20)]
    public void BornDead_one_input_is_exactly_the_product_over_the_hidden_layers(int width, int layers)
    {
        var theory = Mlp(width, layers - 1).BornDead(InputGeometry.Ray)!;

        Assert.True(theory.IsExact);
        Assert.Null(theory.Lower);
        Assert.Equal(1 - Math.Pow(1 - Math.Pow(2, -width), layers - 1), theory.Upper, 12);
    }

    // The closed form for L layers of weights, whose hidden ones have N units each (after Lu et al. 2019), and its rounded value.
    [Theory]
    [InlineData(1, 4, 0.75)]
    [InlineData(2, 5, 0.477)]
    [InlineData(3, 10, 0.513)]
    [InlineData(5, 20, 0.214)]
    public void BornDead_on_a_line_has_the_lower_bound_of_the_closed_form(int width, int layers, double known)
    {
        var none = Math.Pow(2, -width);
        var (a1, a2) = (1 - none, 1 - 2 * none - (width - 1) * none * none);
        var expected = 1 - Math.Pow(a1, layers - 2)
            + (1 - 2 * none) * (1 - none) / (1 + (width - 1) * none) * (Math.Pow(a2, layers - 2) - Math.Pow(a1, layers - 2));

        var theory = Mlp(width, layers - 1).BornDead(InputGeometry.Line)!;

        Assert.Equal(expected, theory.Lower!.Value, 12);
        Assert.Equal(known, theory.Lower.Value, 3);
        Assert.False(theory.IsExact);
        Assert.InRange(theory.Lower.Value, 0, theory.Upper);
    }

    [Fact]
    public void BornDead_widths_may_differ_and_leaky_layers_do_not_kill()
    {
        var settings = new MlpSettings
        {
            Hidden = [2, 3, 4],
            Activations = [new ReluSettings(), new LeakyReluSettings { NegativeSlope = 0.1 }, new ReluSettings()],
        };

        Assert.Equal(1 - 0.75 * (15.0 / 16), Of(settings)!.BornDead(InputGeometry.General)!.Upper, 12);
        Assert.Null(Of(settings)!.BornDead(InputGeometry.Line)!.Lower);
    }

    [Fact]
    public void BornDead_without_a_slope_of_zero_never_happens()
    {
        var theory = Of(new MlpSettings { Width = 2, Depth = 50, Activation = new LeakyReluSettings() })!;

        Assert.Equal(new BornDeadTheory(null, 0, IsExact: true), theory.BornDead(InputGeometry.General));
    }

    [Fact]
    public void BornDead_zero_inputs_say_nothing() => Assert.Null(Mlp(3, 3).BornDead(InputGeometry.Zero));

    [Fact]
    public void DeadRatios_one_input_are_half_of_what_lives()
    {
        Assert.Equal([0.5, 1 - 0.75 / 2, 1 - 0.75 * 0.75 / 2], Mlp(2, 3).DeadRatios(InputGeometry.Ray)!);
        Assert.Null(Mlp(2, 3).DeadRatios(InputGeometry.General));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    [InlineData(0.25)]
    public void SecondMomentRatios_matched_slope_keeps_the_second_moment(double slope)
    {
        var ratios = Of(new MlpSettings { Hidden = [7, 300, 20], Activation = new LeakyReluSettings { NegativeSlope = slope } })!.SecondMomentRatios();

        Assert.Equal(4, ratios.Count);
        Assert.All(ratios, ratio => Assert.Equal(1, ratio, 12));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SecondMomentRatios_mismatched_slope_grows_by_the_papers_factor(bool uniform)
    {
        var settings = new MlpSettings
        {
            Width = 16,
            Depth = 5,
            Activation = new LeakyReluSettings { NegativeSlope = 0.5 },
            Init = uniform ? new KaimingUniformSettings { A = 0.1 } : new KaimingNormalSettings { A = 0.1 },
        };

        Assert.All(Of(settings)!.SecondMomentRatios().Index(), row => Assert.Equal(Math.Pow(1.25 / 1.01, row.Index), row.Item, 12));
    }

    [Fact]
    public void SecondMomentRatios_of_one_deviation_for_all_layers_count_the_fan()
    {
        var ratios = Of(new MlpSettings { Hidden = [8, 32], Activation = new ReluSettings(), Init = new NormalSettings { Std = 0.1 } })!
            .SecondMomentRatios();

        Assert.Equal([1, 8 * 0.01 / 2, 8 * 0.01 / 2 * 32 * 0.01 / 2], ratios.Select(ratio => Math.Round(ratio, 12)));
    }

    [Fact]
    public void Of_networks_that_the_theorems_do_not_speak_of_is_null()
    {
        var plain = new MlpSettings { Activation = new ReluSettings() };

        Assert.NotNull(Of(plain));
        Assert.NotNull(Of(plain with { Dropout = 0.5 }));
        Assert.Null(Of(plain with { BatchNorm = BatchNormPlacement.Before }));
        Assert.Null(Of(plain with { BatchNorm = BatchNormPlacement.After }));
        Assert.Null(Of(plain with { Activation = new GeluSettings() }));
        Assert.Null(Of(plain with { Init = new KaimingNormalSettings { Bias = 0.1 } }));
        Assert.Null(Of(plain with { Init = new NormalSettings { Std = 0 } }));
        Assert.Null(Of(new CnnSettings { Activation = new ReluSettings() }));
    }

    private static BirthTheory Mlp(int width, int depth) => Of(new MlpSettings { Width = width, Depth = depth, Activation = new ReluSettings() })!;

    private static BirthTheory? Of(NetworkSettings settings) =>
        BirthTheory.Of(BlueprintWriter.Write(settings, new ImageShape(1, 28, 28), 10), settings.Init);
}
