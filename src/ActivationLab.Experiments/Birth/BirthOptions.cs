namespace ActivationLab.Experiments.Birth;

/// <summary>How a study of initialisations is made, and where it goes.</summary>
public sealed record BirthOptions
{
    /// <summary>Initialisations. Default 100.</summary>
    public int Inits { get; init; } = 100;

    /// <summary>What the networks are probed with. Default the probe set.</summary>
    public InputKind Inputs { get; init; } = InputKind.Probe;

    /// <summary>Numbers in one input, instead of an image of the data set: for an MLP and inputs that are no images. Null for images.</summary>
    public int? Features { get; init; }

    /// <summary>The folder of all runs. Default <c>runs</c>.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>
    /// Where the files go; null for <c>&lt;runs&gt;/&lt;experiment&gt;/probe-&lt;cell&gt;/&lt;inputs&gt;-inits-&lt;n&gt;-seed-&lt;n&gt;</c>,
    /// where the same study always has the same place.
    /// </summary>
    public string? OutputFolder { get; init; }

    /// <summary>The folder of the data sets; null for the usual one. Only real images need it.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Threads of a tensor operation; null for the cores that the process may use.</summary>
    public int? Threads { get; init; }
}
