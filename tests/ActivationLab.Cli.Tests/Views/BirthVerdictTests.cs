using ActivationLab.Cli.Views;
using ActivationLab.Experiments.Birth;

namespace ActivationLab.Cli.Tests.Views;

public class BirthVerdictTests
{
    private static readonly BornDeadTheory Exact = new(null, 0.5, IsExact: true), Between = new(0.3, 0.5, IsExact: false);

    public static TheoryData<long, BornDeadTheory?, string> Shares => new()
    {
        { 55, Exact, "55 of 100 networks are born dead: 55.00 %, 95 % interval 45.24 % to 64.39 %; "
            + "theory says 50.00 %: they agree, 1.0 standard errors apart" },
        { 75, Exact, "theory says 50.00 %: they do NOT agree, 5.0 standard errors apart" },
        { 40, Between, "theory says 30.00 % to 50.00 %: they agree" },
        { 55, Between, "theory says 30.00 % to 50.00 %: they agree, 1.0 standard errors apart" },
        { 75, Between, "theory says 30.00 % to 50.00 %: they do NOT agree, 5.0 standard errors apart" },
        { 5, Between, "theory says 30.00 % to 50.00 %: they do NOT agree, 5.5 standard errors apart" },
        { 5, Between with { Lower = null }, "theory says at most 50.00 %: they agree" },
        { 0, new BornDeadTheory(null, 0, IsExact: true), "theory says 0.00 %: they agree, 0.0 standard errors apart" },
        { 5, null, "no theory for this network" },
    };

    [Theory]
    [MemberData(nameof(Shares))]
    public void Lines_share_is_held_against_theory(long dead, BornDeadTheory? theory, string expected) =>
        Assert.EndsWith(expected, Lines(dead, theory)[0]);

    [Fact]
    public void Lines_ratio_names_the_last_layer_and_the_worst() => Assert.Equal(
        "second moments: layer 3 has 1.1 ± 0.1 times that of layer 1, theory says 1: they agree, 1.0 standard errors apart; "
            + "at most 6.0 standard errors at any layer (2)",
        Lines(0, Exact, Layer(1, 1, 0, 1), Layer(2, 0.4, 0.1, 1), Layer(3, 1.1, 0.1, 1))[1]);

    [Fact]
    public void Lines_ratio_without_theory_or_with_one_initialisation_says_so()
    {
        Assert.Equal("second moments: no theory for this network", Lines(0, Exact, Layer(1, 1, 0, null), Layer(2, 2, 0.1, null))[1]);
        Assert.Equal(
            "second moments: a comparison with theory needs more layers and more initialisations",
            Lines(0, Exact, Layer(1, 1, null, 1), Layer(2, 2, null, 1))[1]);
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.5, "0.5")]
    [InlineData(0.123456, "0.1235")]
    [InlineData(56052.12345, "56052.12")]
    [InlineData(1e-7, "1.000e-7")]
    [InlineData(2.5e12, "2.500e+12")]
    public void Number_of_any_size_is_short(double number, string expected) => Assert.Equal(expected, BirthVerdict.Number(number));

    private static string[] Lines(long dead, BornDeadTheory? theory, params BirthLayer[] layers) =>
        [.. BirthVerdict.Lines(new BirthResult(layers, new Proportion(dead, 100), theory, "inputs", 1, 1))];

    private static BirthLayer Layer(int layer, double ratio, double? error, double? theory) => new()
    {
        Layer = layer,
        Module = "m",
        Units = 4,
        SecondMoment = new Estimate(1, error),
        Variance = new Estimate(1, error),
        Ratio = new Estimate(ratio, error),
        RatioTheory = theory,
        DeadRatio = null,
        DeadRatioTheory = null,
    };
}
