namespace ActivationLab.Reports.Statistics;

/// <summary>A closed interval, such as a confidence interval.</summary>
/// <param name="Low">Its lower end.</param>
/// <param name="High">Its upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Half of its width: what stands after ± where it is symmetric.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>Whether a number lies in it, ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;
}
