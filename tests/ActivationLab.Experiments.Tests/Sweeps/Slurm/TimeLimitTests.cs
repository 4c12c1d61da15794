using ActivationLab.Experiments.Sweeps.Slurm;

namespace ActivationLab.Experiments.Tests.Sweeps.Slurm;

public class TimeLimitTests
{
    // The forms that sbatch's manual lists for --time.
    [Theory]
    [InlineData("90", 90 * 60)]
    [InlineData("1:30", 90)]
    [InlineData("2:00:10", 2 * 3600 + 10)]
    [InlineData("1-12", 36 * 3600)]
    [InlineData("1-00:30", 86400 + 30 * 60)]
    [InlineData("1-02:03:04", 86400 + 2 * 3600 + 3 * 60 + 4)]
    public void Parse_reads_every_form_of_sbatch(string text, int seconds) => Assert.Equal(seconds, TimeLimit.Parse(text)?.TotalSeconds);

    [Fact]
    public void Parse_0_is_no_limit() => Assert.Null(TimeLimit.Parse("0"));
}
