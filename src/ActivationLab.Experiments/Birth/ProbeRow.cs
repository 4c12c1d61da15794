namespace ActivationLab.Experiments.Birth;

/// <summary>The one row of <c>probe.csv</c>: networks of one configuration at birth.</summary>
public sealed record ProbeRow
{
    /// <summary>Name of the experiment.</summary>
    public required string Experiment { get; init; }

    /// <summary>Name of the configuration's cell.</summary>
    public required string Cell { get; init; }

    /// <summary>Name of the network (<c>mlp</c>).</summary>
    public required string Model { get; init; }

    /// <summary>Name of the activation.</summary>
    public required string Activation { get; init; }

    /// <summary>Name of the initialisation.</summary>
    public required string Init { get; init; }

    /// <summary>Seed of the experiment.</summary>
    public required long Seed { get; init; }

    /// <summary>Activations, that is hidden layers of an MLP.</summary>
    public required int HiddenLayers { get; init; }

    /// <summary>Initialisations.</summary>
    public required long Inits { get; init; }

    /// <summary>What the inputs were, in words.</summary>
    public required string Inputs { get; init; }

    /// <summary>How many inputs.</summary>
    public required int InputCount { get; init; }

    /// <summary>Numbers in one input.</summary>
    public required int Features { get; init; }

    /// <summary>
    /// Networks that are constant: the output is the same on all inputs, or, where there is one input, the same as at the origin.
    /// </summary>
    public required long BornDead { get; init; }

    /// <summary><see cref="BornDead"/> / <see cref="Inits"/>.</summary>
    public required double BornDeadShare { get; init; }

    /// <summary>Standard error of the share: sqrt(p·(1 - p) / inits).</summary>
    public required double BornDeadSe { get; init; }

    /// <summary>Lower end of the share's 95 % confidence interval (Wilson 1927).</summary>
    public required double BornDeadLow { get; init; }

    /// <summary>Upper end of it.</summary>
    public required double BornDeadHigh { get; init; }

    /// <summary>Theory's lower bound of the probability; empty where none is known.</summary>
    public double? TheoryLower { get; init; }

    /// <summary>Theory's upper bound of the probability; empty where there is no theory.</summary>
    public double? TheoryUpper { get; init; }

    /// <summary>Whether the probability is exactly the upper bound; empty where there is no theory.</summary>
    public bool? TheoryIsExact { get; init; }
}
