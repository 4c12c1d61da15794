using SystemTorch.Tests.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using Layer = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace SystemTorch.Tests.Nn;

/// <summary>Layers that a Sequential computes as one, beside the same modules called one by one, which is libtorch's own arithmetic.</summary>
public sealed class FusedLayersTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string> Rectifiers => [.. s_rectifiers];

    private static readonly string[] s_rectifiers =
        ["relu", "relu in place", "leaky", "leaky in place", "leaky 0", "leaky -0.5", "prelu", "prelu per channel", "prelu negative"];

    public static TheoryData<string, int, int, int> PooledShapes
    {
        get
        {
            var data = new TheoryData<string, int, int, int>();
            foreach (var rectifier in s_rectifiers)
                foreach (var (channels, height, width) in new[] { (32, 8, 6), (16, 5, 7), (17, 4, 5), (2, 3, 2) })
                    data.Add(rectifier, channels, height, width);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(PooledShapes))]
    public void Rectifier_and_pool_as_one_are_the_modules_one_by_one(string rectifier, int channels, int height, int width)
    {
        var z = ChannelsLast(Normal([3, channels, height, width]));
        var layers = new Layer[] { Rectifier(rectifier, channels), nn.MaxPool2d(2) };

        var (output, gradients) = AsOne(z, layers);
        var (expected, expectedGradients) = OneByOne(z, layers);

        Assert.True(Same(output, expected));
        Assert.True(Same(gradients[0], expectedGradients[0]));
        for (var i = 1; i < gradients.Count; i++)
            AssertClose(expectedGradients[i], gradients[i], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Rectifiers))]
    public void Linear_and_rectifier_as_one_are_the_modules_one_by_one(string rectifier)
    {
        foreach (var (rows, inputs, units) in new[] { (64, 20, 48), (7, 3, 17), (1, 5, 2), (32, 40, 64), (37, 9, 83) })
        {
            var x = Normal([rows, inputs]);
            var layers = new Layer[] { nn.Linear(inputs, units), Rectifier(rectifier, units) };

            AssertOneIsTheOthers(x, layers, gradients: 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Rectifiers))]
    public void Convolution_rectifier_and_pool_as_one_are_the_modules_one_by_one(string rectifier)
    {
        // The last is taken in parts.
        foreach (var (images, inputs, channels, side, stride) in new[] { (3, 1, 32, 9, 1), (2, 3, 17, 8, 2), (1, 2, 2, 4, 1), (150, 2, 48, 28, 1) })
        {
            var x = Normal([images, inputs, side, side]);
            var conv = nn.Conv2d(inputs, channels, 3, stride: stride, padding: 1);
            conv.weight = nn.Parameter(ChannelsLast(conv.weight.detach()));
            var layers = new Layer[] { conv, Rectifier(rectifier, channels), nn.MaxPool2d(2) };

            AssertOneIsTheOthers(x, layers, gradients: 2e-5);
        }
    }

    [Fact]
    public void Convolution_of_another_layout_or_geometry_is_the_modules_one_by_one()
    {
        var x = Normal([2, 4, 12, 11]);
        foreach (var conv in new[]
        {
            nn.Conv2d(4, 16, 3),
            nn.Conv2d(4, 16, (3, 5), stride: (1, 2), padding: (0, 2), dilation: (2, 1)),
            nn.Conv2d(4, 16, 3, groups: 2, bias: false),
            nn.Conv2d(4, 16, 3, Padding.Same),
            nn.Conv2d(4, 16, 11),
        })
        {
            var layers = new Layer[] { conv, nn.LeakyReLU(0.1), nn.MaxPool2d(2) };
            if (conv.kernel_size[0] == 11)
            {
                // One row is left, so there is no window.
                Assert.ThrowsAny<Exception>(() => AsOne(x, layers));
                continue;
            }

            AssertOneIsTheOthers(x, layers, gradients: 2e-5);
        }
    }

    [Fact]
    public void Convolution_of_images_with_other_channels_is_refused_as_libtorch_does()
    {
        using var network = nn.Sequential(nn.Conv2d(4, 16, 3), nn.ReLU(), nn.MaxPool2d(2));

        Assert.Contains("to have 4 channels, but got 3 channels", Assert.ThrowsAny<Exception>(() => network.call(Normal([2, 3, 8, 8]))).Message);
    }

    [Fact]
    public void Linear_alone_is_the_module()
    {
        var x = Normal([33, 20]);
        var layers = new Layer[] { nn.Linear(20, 10) };

        AssertOneIsTheOthers(x, layers, gradients: 1e-5);
    }

    [Fact]
    public void Linear_without_bias_and_rectifier_has_no_gradient_for_one()
    {
        var layers = new Layer[] { nn.Linear(4, 6, hasBias: false), nn.ReLU() };
        var x = Normal([5, 4]);

        var (output, gradients) = AsOne(x, layers);
        var (expected, expectedGradients) = OneByOne(x, layers);

        AssertClose(expected, output, 1e-6);
        Assert.Equal(2, gradients.Count);
        AssertClose(expectedGradients[1], gradients[1], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Rectifiers))]
    public void Rectifier_and_pool_infinite_or_no_numbers_are_as_libtorch_has_them(string rectifier)
    {
        float[] special = [float.NaN, float.NegativeInfinity, float.PositiveInfinity, -0f, 0f, -1f, 1f, float.NegativeInfinity, -float.Epsilon, -2f];
        var values = Enumerable.Range(0, 16 * 16).Select(i => special[i * 7 % 10]).ToArray();
        var z = ChannelsLast(tensor(values, [1, 16, 4, 4]));
        var layers = new Layer[] { Rectifier(rectifier, 16), nn.MaxPool2d(2) };

        var (output, gradients) = AsOne(z, layers);
        var (expected, expectedGradients) = OneByOne(z, layers);

        Assert.Equal(Bits(expected), Bits(output));
        Assert.Equal(Bits(expectedGradients[0]), Bits(gradients[0]));
    }

    [Fact]
    public void Call_on_several_threads_gives_the_bits_of_one()
    {
        var threads = get_num_threads();
        var z = ChannelsLast(Normal([13, 33, 9, 10]));
        var x = Normal([301, 40]);
        Layer[] pooled = [Rectifier("prelu per channel", 33), nn.MaxPool2d(2)], full = [nn.Linear(40, 530), Rectifier("prelu per channel", 530)];
        try
        {
            var results = new List<List<Tensor>>();
            foreach (var count in new[] { 1, 3 })
            {
                set_num_threads(count);
                var (first, firstGradients) = AsOne(z, pooled);
                var (second, secondGradients) = AsOne(x, full);
                // The products of matrices themselves depend on the threads; the sums over rows do not.
                results.Add([first, .. firstGradients, second.gt(0), secondGradients[2], secondGradients[3]]);
            }
            foreach (var (one, several) in results[0].Zip(results[1]))
                AssertClose(one.to(float32), several.to(float32), 1e-6);
            for (var i = 0; i < 3; i++)
                Assert.True(Same(results[0][i], results[1][i]));
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Call_other_layouts_types_and_windows_are_the_modules_one_by_one()
    {
        foreach (var (z, pool) in new[]
        {
            (Normal([2, 16, 6, 6]), nn.MaxPool2d(2)),
            (ChannelsLast(Normal([2, 16, 6, 6])).to(float64), nn.MaxPool2d(2)),
            (ChannelsLast(Normal([2, 16, 7, 7])), nn.MaxPool2d(3, 2)),
            (ChannelsLast(Normal([2, 16, 7, 7])), nn.MaxPool2d(2, ceil_mode: true)),
            (ChannelsLast(Normal([2, 16, 7, 7])), nn.MaxPool2d(2, padding: 1)),
            (Normal([3, 4, 4]), nn.MaxPool2d(2)),
            (Normal([0, 16, 4, 4]), nn.MaxPool2d(2)),
        })
        {
            var layers = new Layer[] { nn.LeakyReLU(0.1), pool };

            var (output, gradients) = AsOne(z, layers);
            var (expected, expectedGradients) = OneByOne(z, layers);

            Assert.True(Same(output, expected));
            Assert.True(Same(gradients[0], expectedGradients[0]));
        }
        foreach (var x in new[] { Normal([2, 3, 5]), Normal([4, 5]).to(float64), Normal([5]) })
        {
            using var linear = nn.Linear(5, 7, dtype: x.dtype);
            var output = nn.Sequential(linear, nn.ReLU()).call(x);

            Assert.True(Same(output, linear.call(x).relu()));
        }
    }

    [Fact]
    public void Call_without_gradients_gives_the_same_output()
    {
        var z = ChannelsLast(Normal([2, 16, 6, 6]));
        using var both = nn.Sequential(nn.LeakyReLU(0.1), nn.MaxPool2d(2));
        using var linear = nn.Sequential(nn.Linear(6, 8), nn.PReLU(8));
        var x = Normal([4, 6]);
        var (pooled, activated) = (both.call(z.detach().requires_grad_()), linear.call(x));
        using (no_grad())
            Assert.True(Same(both.call(z), pooled) && Same(linear.call(x), activated));
        using (inference_mode())
            Assert.True(Same(both.call(z), pooled) && Same(linear.call(x), activated));
    }

    [Fact]
    public void Linear_whose_output_a_hooked_rectifier_overwrites_has_the_gradients_of_the_modules_one_by_one()
    {
        var linear = nn.Linear(9, 20);
        var leaky = nn.LeakyReLU(0.01, inplace: true);
        leaky.register_forward_hook((_, _, _) => null!);

        AssertOneIsTheOthers(Normal([16, 9]), [linear, leaky], gradients: 1e-5);
    }

    [Fact]
    public void Call_watched_modules_see_what_they_would_alone()
    {
        var z = ChannelsLast(Normal([2, 16, 6, 6]));
        var relu = nn.ReLU(inplace: true);
        var linear = nn.Linear(16 * 9, 8);
        var leaky = nn.LeakyReLU(0.1);
        using var network = nn.Sequential(nn.Identity(), relu, nn.MaxPool2d(2), nn.Flatten(), linear, leaky);
        var unwatched = network.call(z);
        var seen = new List<string>();
        relu.register_forward_pre_hook((_, input) => { seen.Add($"relu gets {string.Join('x', input.shape)}"); return null!; });
        leaky.register_forward_hook((_, input, output) => { seen.Add($"leaky makes {string.Join('x', output.shape)}"); return null!; });

        var watched = network.call(z);

        Assert.Equal(["relu gets 2x16x6x6", "leaky makes 2x8"], seen);
        Assert.True(Same(watched, unwatched));
    }

    [Fact]
    public void Call_module_in_place_first_in_its_sequence_writes_to_the_input()
    {
        var z = ChannelsLast(Normal([1, 16, 4, 4]));
        using var network = nn.Sequential(nn.ReLU(inplace: true), nn.MaxPool2d(2));

        network.call(z);

        Assert.True(z.min().item<float>() >= 0);
    }

    [Fact]
    public void Backward_to_be_differentiated_again_is_refused()
    {
        var x = Normal([4, 6]).requires_grad_();
        using var network = nn.Sequential(nn.Linear(6, 8), nn.ReLU());
        var output = network.call(x).sum();

        var error = Assert.ThrowsAny<Exception>(() => autograd.grad([output], [x], create_graph: true));

        Assert.Contains("linear_rectifier(): its gradient cannot be differentiated again", error.Message);
    }

    private static Tensor Normal(long[] shape) => randn(shape, generator: new Generator(7));

    private static Tensor ChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    private static Layer Rectifier(string name, long channels)
    {
        switch (name)
        {
            case "relu": return nn.ReLU();
            case "relu in place": return nn.ReLU(inplace: true);
            case "leaky": return nn.LeakyReLU(0.01);
            case "leaky in place": return nn.LeakyReLU(0.01, inplace: true);
            case "leaky 0": return nn.LeakyReLU(0);
            case "leaky -0.5": return nn.LeakyReLU(-0.5);
            case "prelu": return nn.PReLU(1);
            case "prelu per channel":
                {
                    var prelu = nn.PReLU(channels);
                    using (no_grad())
                        prelu.weight.copy_(arange(channels).to(float32).div(channels).sub(0.3));
                    return prelu;
                }
            case "prelu negative": return nn.PReLU(1, init: -0.4);
            default: throw new ArgumentException(name);
        }
    }

    private static (Tensor Output, List<Tensor> Gradients) AsOne(Tensor input, Layer[] layers)
    {
        var leaf = input.detach().clone().requires_grad_();
        // In place, a leaf that asks for its gradient may not be written to; so no module is first.
        var network = nn.Sequential([nn.Identity(), .. layers]);
        var output = network.call(leaf.mul(1));
        return (output, Gradients(output, leaf, layers));
    }

    private static (Tensor Output, List<Tensor> Gradients) OneByOne(Tensor input, Layer[] layers)
    {
        var leaf = input.detach().clone().requires_grad_();
        var output = leaf.mul(1);
        foreach (var layer in layers)
            output = layer.call(output);
        return (output, Gradients(output, leaf, layers));
    }

    private static List<Tensor> Gradients(Tensor output, Tensor leaf, Layer[] layers)
    {
        Tensor[] parameters = [leaf, .. layers.SelectMany(layer => layer.parameters())];
        foreach (var parameter in parameters)
            parameter.grad = null;
        // The gradient of this sum is the second factor.
        output.mul(randn(output.shape, output.dtype, generator: new Generator(8))).sum().backward();
        return [.. parameters.Select(parameter => parameter.grad!.clone())];
    }

    private static void AssertOneIsTheOthers(Tensor input, Layer[] layers, double gradients)
    {
        var (output, ours) = AsOne(input, layers);
        var (expected, theirs) = OneByOne(input, layers);

        AssertClose(expected, output, 1e-6);
        Assert.Equal(theirs.Count, ours.Count);
        foreach (var (one, another) in theirs.Zip(ours))
            AssertClose(one, another, gradients);
    }

    private static void AssertClose(Tensor expected, Tensor actual, double relative)
    {
        Assert.Equal(expected.shape, actual.shape);
        var scale = Math.Max(1, Inputs.Numbers(expected.abs().max())[0]);
        Assert.InRange(Inputs.Numbers(expected.sub(actual).abs().max())[0], 0, relative * scale);
    }

    private static bool Same(Tensor a, Tensor b) => a.shape.SequenceEqual(b.shape) && Bits(a).SequenceEqual(Bits(b));

    // All that are not numbers are one, and so are both zeros.
    private static long[] Bits(Tensor values) =>
        [.. Inputs.Numbers(values).Select(value => double.IsNaN(value) ? long.MinValue : value == 0 ? 0 : BitConverter.DoubleToInt64Bits(value))];
}
