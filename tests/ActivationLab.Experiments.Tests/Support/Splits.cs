using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>Experiments of which only the division of the images matters.</summary>
internal static class Splits
{
    public static Experiment Experiment(int validation, int probe, int? train = null) => new()
    {
        Data = new DataSettings { Validation = validation, Train = train },
        Probe = new ProbeSettings { Images = probe },
    };
}
