using ActivationLab.Experiments.Tests.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;

namespace ActivationLab.Experiments.Tests.Training;

public class SavePaceTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void IsDue_when_the_seconds_have_passed_since_the_last_save()
    {
        var pace = new SavePace(1.5, _time);
        Assert.False(pace.IsDue);
        _time.Advance(1.499);
        Assert.False(pace.IsDue);
        _time.Advance(0.001);
        Assert.True(pace.IsDue);
        _time.Advance(10);
        pace.Restart();
        Assert.False(pace.IsDue);
        _time.Advance(1.5);
        Assert.True(pace.IsDue);
    }

    [Fact]
    public void IsDue_always_where_there_are_no_seconds_between() => Assert.True(new SavePace(0, _time).IsDue);

    [Theory]
    [InlineData(null, null, 1)]
    [InlineData(null, "", 1)]
    [InlineData(null, "0", 0)]
    [InlineData(null, "2.5", 2.5)]
    [InlineData(0.25, "7", 0.25)]
    public void Resolve_takes_what_is_given_then_the_variable_then_a_second(double? given, string? variable, double expected) =>
        Cultures.Under("de-DE", () => Assert.Equal(expected, SavePace.Resolve(given, name => name == "ACTIVATIONLAB_SAVE_SECONDS" ? variable : null)));

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("1,5")]
    [InlineData("nan")]
    public void Resolve_of_no_number_of_seconds_says_so(string variable)
    {
        var error = Assert.Throws<UserException>(() => SavePace.Resolve(null, _ => variable));
        Assert.Equal(
            (2, $"ACTIVATIONLAB_SAVE_SECONDS={variable}: is not a number of seconds; give one, 0 to save after every epoch, or leave it out for 1"),
            (error.ExitCode, error.Message));
    }
}
