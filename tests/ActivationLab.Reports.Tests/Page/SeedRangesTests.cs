using ActivationLab.Reports.Page.Report;

namespace ActivationLab.Reports.Tests.Page;

public class SeedRangesTests
{
    [Theory]
    [InlineData("", new long[0])]
    [InlineData("42", new long[] { 42 })]
    [InlineData("1–3, 5, 7–8", new long[] { 8, 1, 3, 2, 5, 7 })]
    public void Of_neighbours_are_one_range(string text, long[] seeds) => Assert.Equal(text, SeedRanges.Of(seeds));
}
