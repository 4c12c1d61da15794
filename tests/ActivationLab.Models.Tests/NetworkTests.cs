using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using static TorchSharp.torch;

namespace ActivationLab.Models.Tests;

public class NetworkTests
{
    public static TheoryData<NetworkSettings> AllNetworks => new()
    {
        new MlpSettings { Hidden = [16, 8], Activation = new ReluSettings() },
        new MlpSettings { Width = 12, Depth = 3, BatchNorm = BatchNormPlacement.Before, Dropout = 0.2 },
        new CnnSettings { Channels = [4, 6], Hidden = [8], Activation = new PReluSettings() },
        new CnnSettings { Channels = [4], Hidden = [], BatchNorm = BatchNormPlacement.Before, Activation = new PReluSettings { Per = SlopeSharing.Layer } },
    };

    [Theory]
    [MemberData(nameof(AllNetworks))]
    public void Build_parameters_are_as_many_as_the_blueprint_counts(NetworkSettings settings)
    {
        using var network = Network.Build(settings, new ImageShape(3, 32, 32), 10, seed: 1);

        Assert.Equal(network.Blueprint.Parameters, network.Parameters.Values.Sum(parameter => parameter.numel()));
    }

    [Theory]
    [MemberData(nameof(AllNetworks))]
    public void Build_forward_gives_one_row_of_logits_an_image(NetworkSettings settings)
    {
        using var scope = NewDisposeScope();
        using var network = Network.Build(settings, new ImageShape(3, 32, 32), 7, seed: 1);

        var logits = network.Module.call(randn([5, 3, 32, 32]));

        Assert.Equal([5, 7], logits.shape);
        Assert.True(logits.isfinite().all().item<bool>());
    }

    [Fact]
    public void Build_activations_are_those_of_the_blueprint_in_order()
    {
        using var network = Network.Build(new CnnSettings(), new ImageShape(1, 28, 28), 10, seed: 1);

        Assert.Equal(["features.1", "features.4", "classifier.1"], network.Activations.Select(site => site.Layer.Name));
        Assert.Equal([32, 64, 128], network.Activations.Select(site => site.Layer.Units));
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
