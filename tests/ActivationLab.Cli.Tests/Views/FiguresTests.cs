using ActivationLab.Cli.Views;

namespace ActivationLab.Cli.Tests.Views;

public class FiguresTests
{
    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(9.06, "9.1 s")]
    [InlineData(60, "1 min 0 s")]
    [InlineData(3599, "59 min 59 s")]
    [InlineData(3599.9, "60 min 0 s")]
    [InlineData(7500, "2 h 5 min")]
    [InlineData(180_000, "50 h 0 min")]
    public void Duration_in_words(double seconds, string text) => Assert.Equal(text, Figures.Duration(seconds));

    [Theory]
    [InlineData(0.05556, "0.0556")]
    [InlineData(79932502230773104640.0, "8.0e+19")]
    [InlineData(double.NaN, "NaN")]
    public void Loss_that_explodes_stays_short(double loss, string text) => Assert.Equal(text, Figures.Loss(loss));

    [Theory]
    [InlineData(-0.256, "-0.26")]
    [InlineData(-20007.2, "-2.0e+4")]
    public void LearnedSlope_that_explodes_stays_short(double slope, string text) => Assert.Equal(text, Figures.LearnedSlope(slope));

    [Theory]
    [InlineData(1.234e-6, "1.23 µs")]
    [InlineData(9.996e-6, "10.0 µs")]
    [InlineData(99.96e-6, "100 µs")]
    [InlineData(0.0123456, "12.3 ms")]
    [InlineData(2.1, "2.10 s")]
    [InlineData(1234.5, "1,234 s")]
    public void Time_has_three_digits(double seconds, string text) => Assert.Equal(text, Figures.Time(seconds));

    [Fact]
    public void Ratio_of_a_single_round_has_no_interval()
    {
        Assert.Equal("1.03 (1.01 to 1.05)", Figures.Ratio(1.03, 1.0099, 1.0501));
        Assert.Equal("1.03", Figures.Ratio(1.03, null, null));
    }

    [Fact]
    public void Missing_figures_are_a_dash()
    {
        Assert.Equal("-", Figures.Percent(null));
        Assert.Equal("-", Figures.Count(null));
    }
}
