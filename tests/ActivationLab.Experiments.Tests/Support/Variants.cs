using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>Small networks of every kind.</summary>
internal static class Variants
{
    public static readonly IReadOnlyDictionary<string, ActivationSettings> Activations = new Dictionary<string, ActivationSettings>
    {
        ["relu"] = new ReluSettings(),
        ["leaky_relu 0.01"] = new LeakyReluSettings { NegativeSlope = 0.01 },
        ["leaky_relu 0.2"] = new LeakyReluSettings { NegativeSlope = 0.2 },
        ["prelu layer"] = new PReluSettings { Per = SlopeSharing.Layer },
        ["prelu channel"] = new PReluSettings { Per = SlopeSharing.Channel },
    };

    /// <summary>(model, activation, batch norm) of every kind.</summary>
    public static TheoryData<string, string, bool> All
    {
        get
        {
            var all = new TheoryData<string, string, bool>();
            foreach (var model in new[] { "mlp", "cnn" })
            {
                foreach (var activation in Activations.Keys)
                {
                    all.Add(model, activation, false);
                    all.Add(model, activation, true);
                }
            }
            return all;
        }
    }

    public static NetworkSettings Settings(string model, string activation, bool batchNorm) => model == "mlp"
        ? new MlpSettings { Hidden = [16, 12], Activation = Activations[activation], BatchNorm = batchNorm ? BatchNormPlacement.Before : BatchNormPlacement.None }
        : new CnnSettings { Channels = [4, 6], Hidden = [10], Activation = Activations[activation], BatchNorm = batchNorm ? BatchNormPlacement.Before : BatchNormPlacement.None };
}
