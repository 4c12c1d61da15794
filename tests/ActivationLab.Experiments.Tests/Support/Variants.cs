using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>Small networks of every kind.</summary>
internal static class Variants
{
    /// <summary>Every activation; of these, RReLU alone draws numbers while training.</summary>
    public static readonly IReadOnlyDictionary<string, ActivationSettings> Activations = new Dictionary<string, ActivationSettings>
    {
        ["relu"] = new ReluSettings(),
        ["leaky_relu 0.01"] = new LeakyReluSettings { NegativeSlope = 0.01 },
        ["leaky_relu 0.2"] = new LeakyReluSettings { NegativeSlope = 0.2 },
        ["prelu layer"] = new PReluSettings { Per = SlopeSharing.Layer },
        ["prelu channel"] = new PReluSettings { Per = SlopeSharing.Channel },
        ["rrelu"] = new RReluSettings(),
        // Wide enough to hold the slope that TwinCase moves; "clamped" leaves it outside.
        ["dynamic_leaky_relu"] = new DynamicLeakyReluSettings { Init = 0.1, Min = -1, Max = 1 },
        ["dynamic_leaky_relu clamped"] = new DynamicLeakyReluSettings { Init = 0.1, Min = 0.1, Max = 0.1 },
        ["elu"] = new EluSettings { Alpha = 0.7 },
        ["selu"] = new SeluSettings(),
        ["gelu"] = new GeluSettings(),
        ["silu"] = new SiluSettings(),
        ["sigmoid"] = new SigmoidSettings(),
        ["tanh"] = new TanhSettings(),
        ["softplus"] = new SoftplusSettings { Beta = 2 },
        ["identity"] = new IdentitySettings(),
    };

    /// <summary>(model, activation, batch norm before the activations) of every kind that gives the same numbers each time while training.</summary>
    public static TheoryData<string, string, bool> All
    {
        get
        {
            var all = MlpsAndCnns(Activations.Keys.Where(key => key != "rrelu"));
            foreach (var model in new[] { "mlp norm after", "cnn norm after", "cnn average", "cnn deep", "resnet norm after" })
                all.Add(model, "leaky_relu 0.2", false);
            foreach (var model in new[] { "resnet", "resnet projection" })
            {
                all.Add(model, "leaky_relu 0.01", false);
                all.Add(model, "prelu channel", true);
                all.Add(model, "gelu", true);
            }
            all.Add("nin", "leaky_relu 0.01", false);
            all.Add("nin", "gelu", false);
            return all;
        }
    }

    /// <summary>Those of the MLPs and CNNs whose activations are of the rectifier family.</summary>
    public static TheoryData<string, string, bool> Rectifiers => MlpsAndCnns(Activations.Keys.Where(key => Activations[key].IsRectifier));

    public static NetworkSettings Settings(string model, string activation, bool batchNorm)
    {
        NetworkSettings settings = model.Split(' ')[0] switch
        {
            "mlp" => new MlpSettings { Hidden = [16, 12] },
            "nin" => new NinSettings { Dropout = 0 },
            "resnet" => new ResNetSettings { Depth = 8, Width = 4, Shortcut = model == "resnet projection" ? Shortcut.Projection : Shortcut.Pad },
            _ => model switch
            {
                "cnn average" => new CnnSettings { Channels = [4, 6], Hidden = [10], Pooling = Pooling.Average, KernelSize = 5 },
                "cnn deep" => new CnnSettings { Channels = [4, 6], ConvsPerStage = 2, Hidden = [10, 8], Pooling = Pooling.None },
                _ => new CnnSettings { Channels = [4, 6], Hidden = [10] },
            },
        };
        var before = batchNorm ? BatchNormPlacement.Before : BatchNormPlacement.None;
        return settings with
        {
            Activation = Activations[activation],
            BatchNorm = model.EndsWith("norm after", StringComparison.Ordinal) ? BatchNormPlacement.After : before,
        };
    }

    private static TheoryData<string, string, bool> MlpsAndCnns(IEnumerable<string> activations)
    {
        var all = new TheoryData<string, string, bool>();
        foreach (var model in new[] { "mlp", "cnn" })
        {
            foreach (var activation in activations)
            {
                all.Add(model, activation, false);
                all.Add(model, activation, true);
            }
        }
        return all;
    }
}
