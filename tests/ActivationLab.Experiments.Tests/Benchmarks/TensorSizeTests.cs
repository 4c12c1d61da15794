using ActivationLab.Experiments.Benchmarks;

namespace ActivationLab.Experiments.Tests.Benchmarks;

public class TensorSizeTests
{
    [Theory]
    [InlineData("64x512", new long[] { 64, 512 }, 32_768)]
    [InlineData("1x1", new long[] { 1, 1 }, 1)]
    [InlineData("64x32x28x14", new long[] { 64, 32, 28, 14 }, 802_816)]
    [InlineData("2147483647x2147483647x2147483647x2147483647", new long[] { 2147483647, 2147483647, 2147483647, 2147483647 }, 2.1267647892944573e37)]
    public void Parse_gives_the_shape_that_is_written(string text, long[] shape, double count)
    {
        var size = TensorSize.Parse(text)!;

        Assert.Equal(shape, size.Shape);
        Assert.Equal(count, size.Count);
        Assert.Equal(text, size.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("64")]
    [InlineData("64x32x28")]
    [InlineData("64x32x28x28x2")]
    [InlineData("0x512")]
    [InlineData("-1x512")]
    [InlineData("64X512")]
    [InlineData("64x512x")]
    [InlineData("64x5.5")]
    [InlineData("2147483648x1")]
    [InlineData("64*512")]
    public void Parse_of_anything_else_gives_nothing(string text) => Assert.Null(TensorSize.Parse(text));
}
