using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Tests.Support;
using TorchSharp;
using static TorchSharp.torch;

namespace ActivationLab.Models.Tests;

[Collection(GeneratorCollection.Name)]
public class NetworkTests
{
    private static readonly ImageShape Image = new(3, 20, 20);

    [Theory]
    [MemberData(nameof(AllNetworks.Settings), MemberType = typeof(AllNetworks))]
    public void Build_parameters_are_as_many_as_the_blueprint_counts(NetworkSettings settings)
    {
        using var network = Network.Build(settings, Image, 10, seed: 1);

        Assert.Equal(network.Blueprint.Parameters, network.Parameters.Values.Sum(parameter => parameter.numel()));
        foreach (var layer in network.Blueprint.Leaves)
        {
            var own = network.Parameters.Where(named => named.Key.StartsWith(layer.Name + ".", StringComparison.Ordinal));
            Assert.Equal(layer.Parameters, own.Sum(named => named.Value.numel()));
        }
        Assert.Equal(settings.ActivationCount, network.Activations.Count);
    }

    [Theory]
    [InlineData(Pooling.Max, BatchNormPlacement.None, "features.2", "features.7")]
    [InlineData(Pooling.Max, BatchNormPlacement.Before, "features.4", "features.11")]
    [InlineData(Pooling.Max, BatchNormPlacement.After)]
    [InlineData(Pooling.Average, BatchNormPlacement.None)]
    [InlineData(Pooling.None, BatchNormPlacement.None)]
    public void Build_activations_before_max_pooling_know_where_their_input_is_from(Pooling pooling, BatchNormPlacement norm, params string[] sources)
    {
        var settings = new CnnSettings { Activation = new ReluSettings(), ConvsPerStage = 2, Pooling = pooling, BatchNorm = norm };
        using var network = Network.Build(settings, Image, 10, seed: 1);
        var names = network.Module.named_modules().ToDictionary(named => named.module, named => named.name);

        Assert.Equal(sources, network.Activations.Where(site => site.PooledSource is not null).Select(site => names[site.PooledSource!]));
    }

    [Theory]
    [MemberData(nameof(AllNetworks.Settings), MemberType = typeof(AllNetworks))]
    public void Build_every_layer_puts_out_the_shape_of_the_blueprint(NetworkSettings settings)
    {
        using var scope = NewDisposeScope();
        using var network = Network.Build(settings, Image, 7, seed: 1);
        var modules = network.Module.named_modules().ToDictionary(named => named.name, named => named.module);
        var layers = network.Blueprint.Layers.Concat(network.Blueprint.Leaves).Distinct().ToArray();
        var shapes = new Dictionary<string, long[]>();
        foreach (var layer in layers)
        {
            ((nn.Module<Tensor, Tensor>)modules[layer.Name]).register_forward_hook((_, _, output) =>
            {
                shapes[layer.Name] = output.shape;
                return output;
            });
        }

        network.Module.call(randn([5, 3, 20, 20]));

        Assert.All(layers, layer =>
        {
            var (channels, height, width) = layer.Output;
            long[] images = [5, channels, height, width], rows = [5, layer.Output.Size];
            Assert.Equal(shapes[layer.Name].Length == 4 ? images : rows, shapes[layer.Name]);
        });
    }

    // Ambiguous for libtorch: an order of memory is told by strides, and those of a dimension of size 1 mean nothing.
    [Fact]
    public void Build_images_of_one_channel_go_through_all_convolutions_with_channels_last_in_memory()
    {
        using var scope = NewDisposeScope();
        using var network = Network.Build(new CnnSettings(), new ImageShape(1, 28, 28), 10, seed: 1);
        var orders = new List<(bool, bool)>();
        foreach (var (_, module) in network.Module.named_modules().Where(named => named.module is TorchSharp.Modules.Conv2d))
        {
            ((nn.Module<Tensor, Tensor>)module).register_forward_hook((_, input, output) =>
            {
                orders.Add((input.shape[1] == 1 || IsChannelsLast(input), IsChannelsLast(output)));
                return output;
            });
        }

        network.Module.call(randn([5, 1, 28, 28]));

        Assert.Equal([(true, true), (true, true)], orders);
        static bool IsChannelsLast(Tensor images) => images.permute(0, 2, 3, 1).is_contiguous();
    }

    [Theory]
    [MemberData(nameof(AllNetworks.Settings), MemberType = typeof(AllNetworks))]
    public void Build_forward_and_backward_reach_every_parameter(NetworkSettings settings)
    {
        using var scope = NewDisposeScope();
        using var network = Network.Build(settings, Image, 7, seed: 1);
        manual_seed(3);
        var images = randn([5, 3, 20, 20]);

        network.Module.train();
        var logits = network.Module.call(images);
        nn.functional.cross_entropy(logits, tensor(new long[] { 0, 1, 2, 3, 4 })).backward();

        Assert.Equal([5, 7], logits.shape);
        Assert.All(network.Parameters, named => Assert.True(named.Value.grad!.isfinite().all().item<bool>(), named.Key));
        Assert.Contains(network.Parameters[network.Parameters.Keys.First()].grad!.ToDoubles(), gradient => gradient != 0);

        network.Module.eval();
        using var _ = no_grad();
        var evaluated = network.Module.call(images);
        Assert.True(evaluated.isfinite().all().item<bool>());
        // Neither dropout, nor random slopes, nor the rest of the batch plays a part now.
        Assert.Equal(evaluated.ToDoubles(), network.Module.call(images).ToDoubles());
        Assert.Equal(
            evaluated.slice(0, 0, 2, 1).ToDoubles(), network.Module.call(images.slice(0, 0, 2, 1)).ToDoubles(),
            (a, b) => Math.Abs(a - b) < 1e-4 * Math.Max(1, Math.Abs(a)));
    }

    [Theory]
    [MemberData(nameof(AllNetworks.Settings), MemberType = typeof(AllNetworks))]
    public void Build_dispose_and_a_pass_leave_no_tensor_behind(NetworkSettings settings)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        using (NewDisposeScope())
        using (var network = Network.Build(settings, Image, 7, seed: 1))
        using (no_grad())
            network.Module.call(randn([2, 3, 20, 20]));

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    // What a block holds while its last activation runs must not grow with the blocks before it.
    [Theory]
    [InlineData(Shortcut.Pad)]
    [InlineData(Shortcut.Projection)]
    public void Build_residual_blocks_free_what_lies_between_in_evaluation(Shortcut shortcut)
    {
        using var scope = NewDisposeScope();
        using var network = Network.Build(new ResNetSettings { Depth = 32, Width = 2, Shortcut = shortcut }, Image, 10, seed: 1);
        var live = new List<long>();
        network.Module.eval();
        using var _ = no_grad();
        var images = randn([2, 3, 20, 20]);
        foreach (var (index, site) in network.Activations.Index())
        {
            if (index % 2 == 0)
            {
                site.Module.register_forward_pre_hook((_, z) =>
                {
                    live.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount);
                    return z;
                });
            }
        }

        network.Module.call(images);

        // The first is not inside a block; of the others, the first holds no shortcut of its own.
        Assert.Equal(16, live.Count);
        Assert.InRange(live.Skip(1).Max() - live.Skip(1).Min(), 0, 2);
    }

    [Fact]
    public void Build_activations_are_those_of_the_blueprint_in_order()
    {
        using var network = Network.Build(new CnnSettings(), new ImageShape(1, 28, 28), 10, seed: 1);

        Assert.Equal(["features.1", "features.4", "classifier.1"], network.Activations.Select(site => site.Layer.Name));
        Assert.Equal([32, 64, 128], network.Activations.Select(site => site.Layer.Units));
    }

    [Fact]
    public void Build_resnet_parameters_have_the_names_of_pytorch()
    {
        using var network = Network.Build(new ResNetSettings { Depth = 8, Width = 2, Shortcut = Shortcut.Projection }, Image, 10, seed: 1);

        string[] expected =
        [
            "conv1.weight", "bn1.weight", "bn1.bias", .. Block("layer1.0"), .. Block("layer2.0"), .. Projection("layer2.0"), .. Block("layer3.0"),
            .. Projection("layer3.0"), "fc.weight", "fc.bias",
        ];
        Assert.Equal(expected.Order(), network.Parameters.Keys.Order());
        Assert.Contains("layer3.0.bn2.running_var", network.Module.state_dict().Keys);

        static string[] Block(string name) =>
            [$"{name}.conv1.weight", $"{name}.bn1.weight", $"{name}.bn1.bias", $"{name}.conv2.weight", $"{name}.bn2.weight", $"{name}.bn2.bias"];

        static string[] Projection(string name) => [$"{name}.shortcut.0.weight", $"{name}.shortcut.1.weight", $"{name}.shortcut.1.bias"];
    }

    [Fact]
    public void Build_in_double_precision_has_the_weights_of_single_precision()
    {
        using var single = Network.Build(new MlpSettings { Hidden = [8] }, new ImageShape(1, 28, 28), 10, seed: 5);
        using var full = Network.Build(new MlpSettings { Hidden = [8] }, new ImageShape(1, 28, 28), 10, seed: 5, type: ScalarType.Float64);

        Assert.Equal(ScalarType.Float64, full.Parameters["layers.0.weight"].dtype);
        Assert.Equal(single.Parameters["layers.0.weight"].ToDoubles(), full.Parameters["layers.0.weight"].ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-7);
    }
}
