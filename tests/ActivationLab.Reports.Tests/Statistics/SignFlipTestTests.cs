using ActivationLab.Reports.Statistics;

namespace ActivationLab.Reports.Tests.Statistics;

public class SignFlipTestTests
{
    // Darwin's cross- less self-fertilised maize in eighths of an inch, as Fisher (1935, The Design of Experiments, table 3) has it. He counts, in
    // section 21, 863 of the 2^15 sums as at least as great as the observed one, and as many as small.
    private static readonly double[] Darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48];

    [Fact]
    public void Run_Fishers_example_is_Fishers_count() =>
        Assert.Equal(2 * 863 / 32768.0, SignFlipTest.Run(Darwin).P);
}
