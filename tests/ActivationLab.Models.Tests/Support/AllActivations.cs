using ActivationLab.Models.Settings;

namespace ActivationLab.Models.Tests.Support;

/// <summary>Every activation, at its defaults and at other settings.</summary>
internal static class AllActivations
{
    public static TheoryData<ActivationSettings> Settings => new()
    {
        new ReluSettings(),
        new LeakyReluSettings(),
        new LeakyReluSettings { NegativeSlope = 0 },
        new LeakyReluSettings { NegativeSlope = 0.2 },
        new LeakyReluSettings { NegativeSlope = 1.5 },
        new LeakyReluSettings { NegativeSlope = -0.5 },
        new PReluSettings { Per = SlopeSharing.Layer },
        new PReluSettings { Per = SlopeSharing.Channel },
        new PReluSettings { Per = SlopeSharing.Channel, Init = -0.5 },
        new PReluSettings { Per = SlopeSharing.Layer, Init = 0 },
        new RReluSettings(),
        new RReluSettings { Lower = -0.5, Upper = 0.25 },
        new DynamicLeakyReluSettings(),
        new DynamicLeakyReluSettings { Init = 0.5, Min = -1, Max = 2 },
        new EluSettings(),
        new EluSettings { Alpha = 0.3 },
        new SeluSettings(),
        new GeluSettings(),
        new SiluSettings(),
        new SigmoidSettings(),
        new TanhSettings(),
        new SoftplusSettings(),
        new SoftplusSettings { Beta = 5 },
        new IdentitySettings(),
    };
}
