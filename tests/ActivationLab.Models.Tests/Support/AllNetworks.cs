using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Tests.Support;

/// <summary>Networks of every kind with every kind of layer.</summary>
internal static class AllNetworks
{
    public static TheoryData<NetworkSettings> Settings => new()
    {
        new MlpSettings { Hidden = [16, 8], Activation = new ReluSettings() },
        new MlpSettings { Width = 12, Depth = 3, BatchNorm = BatchNormPlacement.Before, Dropout = 0.2 },
        new MlpSettings { Width = 8, Depth = 200, Activation = new SeluSettings() },
        new CnnSettings { Channels = [4, 6], Hidden = [8], Activation = new PReluSettings() },
        new CnnSettings { Channels = [4], Hidden = [], BatchNorm = BatchNormPlacement.Before, Activation = new PReluSettings { Per = SlopeSharing.Layer } },
        new CnnSettings { Channels = [4, 6], ConvsPerStage = 2, KernelSize = 5, Pooling = Pooling.Average, BatchNorm = BatchNormPlacement.After },
        new CnnSettings { Channels = [4], Hidden = [8, 9], Pooling = Pooling.None, Dropout = 0.3, Activation = new DynamicLeakyReluSettings() },
        new CnnSettings { Channels = [4], Hidden = [8], Activations = [new RReluSettings(), new TanhSettings()] },
        new NinSettings { Activation = new RReluSettings() },
        new NinSettings { Activation = new EluSettings(), BatchNorm = BatchNormPlacement.Before },
        new ResNetSettings { Depth = 8, Width = 4, Activation = new PReluSettings() },
        new ResNetSettings { Depth = 14, Width = 3, Shortcut = Shortcut.Projection, BatchNorm = BatchNormPlacement.After, Dropout = 0.1 },
        new ResNetSettings { Depth = 8, Width = 4, BatchNorm = BatchNormPlacement.None, Activation = new GeluSettings() },
        new ResNetSettings { Depth = 8, Width = 4, Shortcut = Shortcut.Projection, BatchNorm = BatchNormPlacement.None, Activation = new IdentitySettings() },
    };
}
