namespace ActivationLab.Experiments.Birth;

/// <summary>Mean and standard error of numbers that come one by one (Welford 1962).</summary>
internal sealed class RunningMean
{
    private long _count;
    private double _mean;
    private double _sumOfSquaredDifferences;

    public Estimate Estimate => new(
        _count > 0 ? _mean : double.NaN,
        _count > 1 ? Math.Sqrt(_sumOfSquaredDifferences / (_count - 1) / _count) : null);

    public void Add(double number)
    {
        _count++;
        var difference = number - _mean;
        _mean += difference / _count;
        _sumOfSquaredDifferences += difference * (number - _mean);
    }
}
