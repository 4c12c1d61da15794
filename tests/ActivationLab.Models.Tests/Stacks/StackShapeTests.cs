using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;
using ActivationLab.Models.Stacks;

namespace ActivationLab.Models.Tests.Stacks;

public class StackShapeTests
{
    private static readonly MlpSettings s_mlp = new() { Hidden = [6, 5] };

    private static readonly CnnSettings s_cnn = new() { Channels = [3], Hidden = [4] };

    [Fact]
    public void Of_rectifiers_of_any_slope_are_equal()
    {
        ActivationSettings[] rectifiers =
        [
            new ReluSettings(), new LeakyReluSettings { NegativeSlope = 0.2 }, new PReluSettings { Per = SlopeSharing.Layer }, new PReluSettings(),
            new DynamicLeakyReluSettings(), new IdentitySettings(),
        ];

        Assert.Single(rectifiers.Select(activation => Of(s_mlp with { Activation = activation })).Distinct());
        Assert.Equal(
            Of(s_mlp with { Activation = new ReluSettings() }),
            Of(s_mlp with { Activation = null, Activations = [new PReluSettings(), new IdentitySettings()] }));
    }

    [Fact]
    public void Of_initialisation_does_not_matter() =>
        Assert.Equal(Of(s_cnn), Of(s_cnn with { Init = new KaimingUniformSettings() }));

    [Fact]
    public void Of_whatever_makes_another_network_differs()
    {
        NetworkSettings[] networks =
        [
            s_mlp,
            s_mlp with { Hidden = [6, 6] },
            s_mlp with { Hidden = [6] },
            s_mlp with { BatchNorm = BatchNormPlacement.Before },
            s_mlp with { BatchNorm = BatchNormPlacement.After },
            s_mlp with { Dropout = 0.1 },
            s_mlp with { Dropout = 0.2 },
            s_mlp with { Activation = new TanhSettings() },
            s_mlp with { Activation = new SigmoidSettings() },
            s_mlp with { Activation = new EluSettings() },
            s_mlp with { Activation = new EluSettings { Alpha = 0.5 } },
            s_mlp with { Activation = new SoftplusSettings { Beta = 1 } },
            s_mlp with { Activation = new SoftplusSettings { Beta = 2 } },
            s_mlp with { Activation = new RReluSettings() },
            s_mlp with { Activation = null, Activations = [new ReluSettings(), new GeluSettings()] },
            s_mlp with { Activation = null, Activations = [new GeluSettings(), new ReluSettings()] },
            s_cnn,
            s_cnn with { KernelSize = 5 },
            s_cnn with { Pooling = Pooling.Average },
            s_cnn with { Pooling = Pooling.None },
            s_cnn with { ConvsPerStage = 2 },
            new NinSettings { Dropout = 0 },
            new ResNetSettings { Depth = 8, Width = 4 },
            new ResNetSettings { Depth = 8, Width = 4, Shortcut = Shortcut.Projection },
            new ResNetSettings { Depth = 14, Width = 4 },
        ];
        var texts = networks.Select(Of).Append(Of(s_mlp, side: 10)).Append(Of(s_mlp, classes: 9)).Append(Of(s_mlp, channels: 3)).ToArray();

        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    [Fact]
    public void Obstacle_is_what_draws_numbers_while_training()
    {
        Assert.Null(StackShape.Obstacle(Blueprint(s_cnn)));
        Assert.Null(StackShape.Obstacle(Blueprint(new ResNetSettings { Depth = 8, Width = 4 })));
        Assert.Contains("dropout", StackShape.Obstacle(Blueprint(s_cnn with { Dropout = 0.5 })));
        Assert.Contains("rrelu", StackShape.Obstacle(Blueprint(new ResNetSettings { Depth = 8, Width = 4, Activation = new RReluSettings() })));
    }

    private static string Of(NetworkSettings settings) => Of(settings, classes: 10);

    private static string Of(NetworkSettings settings, int classes = 10, int side = 8, int channels = 1) =>
        StackShape.Of(BlueprintWriter.Write(settings, new ImageShape(channels, side, side), classes));

    private static Blueprint Blueprint(NetworkSettings settings) => BlueprintWriter.Write(settings, new ImageShape(1, 8, 8), 10);
}
