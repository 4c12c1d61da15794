namespace ActivationLab.Reports.Page.Activations;

/// <summary>An activation as it is drawn.</summary>
public sealed record ActivationCurve
{
    /// <summary>Its name in configurations.</summary>
    public required string Name { get; init; }

    /// <summary>What it is called in legends: <c>leaky_relu (slope 0.01)</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Its name with all its settings: <c>leaky_relu (negative_slope 0.01)</c>.</summary>
    public required string Settings { get; init; }

    /// <summary>Which of the others it resembles.</summary>
    public required ActivationFamily Family { get; init; }

    /// <summary>f(z), with values where it has settings.</summary>
    public required string Formula { get; init; }

    /// <summary>sqrt(1 / E[f(z)²]) for standard normal z: the gain of Kaiming initialisation.</summary>
    public required double Gain { get; init; }

    /// <summary>Points by z; two at a kink, with the derivatives of both its sides.</summary>
    public required IReadOnlyList<CurvePoint> Points { get; init; }
}

/// <summary>A point of an activation's curves.</summary>
/// <param name="Z">The pre-activation.</param>
/// <param name="Value">f(z).</param>
/// <param name="Derivative">f'(z).</param>
public sealed record CurvePoint(double Z, double Value, double Derivative);

/// <summary>What the negative side of an activation is like.</summary>
public enum ActivationFamily
{
    /// <summary>A straight line on either side of 0.</summary>
    Rectifier,

    /// <summary>A smooth relative of ReLU, unbounded above.</summary>
    Smooth,

    /// <summary>Bounded on both sides.</summary>
    Saturating,
}
