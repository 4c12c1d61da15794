namespace ActivationLab.Experiments.Birth;

/// <summary>What a study of initialisations probes networks with.</summary>
public enum InputKind
{
    /// <summary>The probe set of the configuration's data set.</summary>
    Probe,

    /// <summary>One nonzero input: the first image of the probe set, or, for so many features, a standard normal one.</summary>
    One,

    /// <summary>Standard normal inputs.</summary>
    Gaussian,
}
