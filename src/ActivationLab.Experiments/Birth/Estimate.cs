namespace ActivationLab.Experiments.Birth;

/// <summary>A mean over initialisations.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Its standard error; null for a single initialisation.</param>
public readonly record struct Estimate(double Mean, double? StandardError)
{
    /// <summary>How many standard errors the mean is above an expected value; null where the standard error is unknown or 0.</summary>
    public double? Deviation(double? expected) => (Mean - expected) / (StandardError > 0 ? StandardError : null);
}
