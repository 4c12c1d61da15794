using SystemTorch.Tests.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Nn;

public sealed class LayerTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.7)]
    public void BatchNorm_tracks_the_unbiased_statistics_of_batches(double momentum)
    {
        using var layer = nn.BatchNorm1d(3, momentum: momentum, dtype: float64);
        var (mean, variance) = (new double[3], new double[] { 1, 1, 1 });
        for (var batch = 0; batch < 3; batch++)
        {
            var x = randn([5, 3], float64);
            var y = layer.call(x);
            for (var feature = 0; feature < 3; feature++)
            {
                var column = Inputs.Numbers(x.select(1, feature));
                var average = column.Average();
                var sum = column.Sum(value => (value - average) * (value - average));
                mean[feature] = (1 - momentum) * mean[feature] + momentum * average;
                variance[feature] = (1 - momentum) * variance[feature] + momentum * sum / 4;
                Assert.Equal((column[0] - average) / Math.Sqrt(sum / 5 + 1e-5), Inputs.Numbers(y.select(1, feature))[0], 10);
                Assert.Equal(mean[feature], Inputs.Numbers(layer.running_mean!)[feature], 12);
                Assert.Equal(variance[feature], Inputs.Numbers(layer.running_var!)[feature], 12);
            }
        }
        Assert.Equal(3, layer.num_batches_tracked!.item<long>());

        layer.eval();
        var one = Inputs.Numbers(layer.call(zeros([1, 3], float64)));
        Assert.Equal(-mean[0] / Math.Sqrt(variance[0] + 1e-5), one[0], 12);
        Assert.Equal(3, layer.num_batches_tracked!.item<long>());
        layer.reset_parameters();
        Assert.Equal([1.0, 1, 1], Inputs.Numbers(layer.running_var!));
        Assert.Equal(0, layer.num_batches_tracked!.item<long>());
    }

    [Fact]
    public void BatchNorm_without_momentum_averages_all_batches()
    {
        using var layer = nn.BatchNorm2d(1, dtype: float64);
        layer.momentum = null;
        foreach (var level in new[] { 1.0, 2.0, 6.0 })
            layer.call(full([2, 1, 2, 2], level, float64));
        Assert.Equal(3.0, layer.running_mean!.item<double>(), 12);
    }

    [Fact]
    public void BatchNorm_without_statistics_or_weights_uses_the_batch_always()
    {
        using var layer = nn.BatchNorm1d(2, affine: false, track_running_stats: false, dtype: float64);
        Assert.Empty(layer.state_dict());
        layer.reset_parameters();
        layer.eval();
        Assert.Equal(0.0, layer.call(randn([50, 2], float64)).mean().item<double>(), 10);
        Assert.Equal((2L, 1e-5, 0.1, false, false), (layer.num_features, layer.eps, layer.momentum, layer.affine, layer.track_running_stats));
    }

    [Fact]
    public void BatchNorm_refuses_inputs_of_other_dimensions()
    {
        Assert.Contains("2 or 3", Assert.Throws<ArgumentException>(() => nn.BatchNorm1d(2).call(ones([1, 2, 3, 3]))).Message);
        Assert.Contains("4", Assert.Throws<ArgumentException>(() => nn.BatchNorm2d(2).call(ones([1, 2, 3]))).Message);
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => nn.BatchNorm2d(2).call(ones([1, 3, 3, 3])));
    }

    [Fact]
    public void Layers_start_within_PyTorchs_bounds_and_fill_them()
    {
        manual_seed(1).Dispose();
        var linear = nn.Linear(100, 200);
        var convolution = nn.Conv2d(16, 64, 5, groups: 2);
        foreach (var (parameter, fanIn) in new[] { (linear.weight, 100), (linear.bias!, 100), (convolution.weight, 200), (convolution.bias!, 200) })
        {
            var bound = 1 / Math.Sqrt(fanIn);
            Assert.InRange(parameter.abs().max().item<float>(), 0.9 * bound, bound);
            if (parameter.ndim > 1)
                Assert.InRange(parameter.std().item<float>() * Math.Sqrt(3) / bound, 0.97, 1.03);
        }
        Assert.Equal([0.25, 0.25], Inputs.Numbers(nn.PReLU(2).weight));
        Assert.Equal([1.0, 1.0], Inputs.Numbers(nn.BatchNorm1d(2).weight));
        Assert.Equal([0.0, 0.0], Inputs.Numbers(nn.BatchNorm1d(2).bias!));
        Assert.Null(nn.Linear(2, 2, hasBias: false).bias);
        Assert.Null(nn.Conv2d(2, 2, 1, bias: false).bias);
    }

    [Fact]
    public void Convolution_has_the_shapes_of_its_settings()
    {
        var x = ones([1, 4, 9, 7]);
        Assert.Equal([1L, 2, 9, 7], nn.Conv2d(4, 2, 3, Padding.Same).call(x).shape);
        Assert.Equal([1L, 2, 7, 5], nn.Conv2d(4, 2, 3, Padding.Valid).call(x).shape);
        Assert.Equal([1L, 2, 4, 7], nn.Conv2d(4, 2, (3, 1), (2, 1)).call(x).shape);
        Assert.Equal([1L, 2, 7, 5], nn.Conv2d(4, 2, 3, padding: 1, dilation: 2, groups: 2).call(x).shape);
        var layer = nn.Conv2d(4, 2, (3, 2), padding: (1, 0));
        Assert.Equal([2L, 4, 3, 2], layer.weight.shape);
        Assert.Equal((4L, 2L, 1L), (layer.in_channels, layer.out_channels, layer.groups));
        Assert.Equal([3L, 2], layer.kernel_size);
        Assert.Equal([1L, 0], layer.padding);
        Assert.Equal([1L, 1, 1, 1], layer.stride.Concat(layer.dilation));
        Assert.Throws<ArgumentException>(() => nn.Conv2d(4, 2, 3, groups: 3));
        Assert.Throws<NotSupportedException>(() => nn.Conv2d(4, 2, 3, padding_mode: PaddingModes.Circular));
    }

    [Fact]
    public void Pooling_flattening_and_activations_do_what_their_functions_do()
    {
        var x = randn([2, 3, 6, 6]);
        Assert.True(nn.MaxPool2d(2).call(x).Equals(nn.functional.max_pool2d(x, 2)));
        Assert.True(nn.MaxPool2d([3, 2], [2, 2], [1, 0], [1, 1], true).call(x).Equals(
            nn.functional.max_pool2d(x, [3, 2], [2, 2], [1, 0], [1, 1], true)));
        Assert.Equal([2L, 108], nn.Flatten().call(x).shape);
        Assert.Equal([6L, 6, 6], nn.Flatten(0, 1).call(x).shape);
        Assert.True(nn.ReLU().call(x).Equals(x.relu()));
        Assert.True(nn.LeakyReLU(0.3).call(x).Equals(x.leaky_relu(0.3)));
        Assert.True(nn.Identity().call(x).Equals(x));
        var y = x.clone();
        nn.LeakyReLU(0.3, true).call(y);
        Assert.True(y.Equals(x.leaky_relu(0.3)));
        nn.ReLU(true).call(y);
        Assert.True(y.Equals(x.relu()));
    }

    [Fact]
    public void Smooth_activations_and_average_pools_are_their_functions()
    {
        var x = randn([2, 3, 6, 6]);
        (nn.Module<Tensor, Tensor> Layer, Tensor Expected)[] cases =
        [
            (nn.ELU(0.3), x.elu(0.3)), (nn.SELU(), x.selu()), (nn.GELU(), x.gelu()), (nn.SiLU(), x.silu()), (nn.Sigmoid(), x.sigmoid()),
            (nn.GELU(TorchSharp.Modules.GELU.Approximate.tanh), x.gelu(TorchSharp.Modules.GELU.Approximate.tanh)), (nn.Tanh(), x.tanh()),
            (nn.Softplus(2, 0.5), x.softplus(2, 0.5)),
            (nn.AvgPool2d(2), nn.functional.avg_pool2d(x, 2)),
            (nn.AvgPool2d((3, 2), (2, 1), (1, 0), true, false), nn.functional.avg_pool2d(x, (3, 2), (2, 1), (1, 0), true, false)),
            (nn.AvgPool2d([2, 2], divisor_override: 3), nn.functional.avg_pool2d(x, 2, divisor_override: 3)),
            (nn.AdaptiveAvgPool2d(2), nn.functional.adaptive_avg_pool2d(x, 2)),
            (nn.AdaptiveAvgPool2d((3, 1)), nn.functional.adaptive_avg_pool2d(x, [3, 1])),
        ];
        foreach (var (layer, expected) in cases)
        {
            Assert.True(layer.call(x).Equals(expected), layer.GetName());
            Assert.Equal(layer.GetType().Name, layer.GetName());
            Assert.Empty(layer.state_dict());
        }
        nn.Module<Tensor, Tensor>[] inPlace =
            [nn.ELU(0.3, true), nn.SELU(true), nn.GELU(true), nn.SiLU(true), nn.Sigmoid(true), nn.Tanh(inplace: true)];
        for (var index = 0; index < inPlace.Length; index++)
        {
            var y = x.clone();
            inPlace[index].call(y);
            Assert.True(y.Equals(cases[index < 5 ? index : 6].Expected), inPlace[index].GetName());
        }
    }

    [Fact]
    public void Dropout_works_in_training_only()
    {
        var x = ones([1000]);
        var layer = nn.Dropout(0.4);
        Assert.InRange(layer.call(x).count_nonzero().item<long>(), 500, 700);
        layer.eval();
        Assert.True(layer.call(x).Equals(x));
        nn.Dropout(1, inplace: true).call(x);
        Assert.Equal(0, x.count_nonzero().item<long>());
    }

    [Fact]
    public void Loss_keeps_its_settings()
    {
        var loss = nn.CrossEntropyLoss(tensor([1f, 2f]), 1, nn.Reduction.Sum);
        Assert.Equal((1L, nn.Reduction.Sum, 0.0), (loss.ignore_index!.Value, loss.reduction, loss.label_smoothing));
        Assert.Equal(["weight"], loss.state_dict().Keys);
        Assert.Equal(Math.Log(2), loss.call(zeros([2, 2]), tensor([0L, 1])).item<float>(), 6);
    }
}
