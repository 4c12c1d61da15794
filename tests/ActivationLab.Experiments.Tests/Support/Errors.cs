using System.Text.Json;

namespace ActivationLab.Experiments.Tests.Support;

/// <summary>How far numbers are from those of PyTorch.</summary>
internal static class Errors
{
    /// <summary>
    /// The relative error of a tensor in the maximum norm: max |a - b| / max |b|. Not finite when the sizes differ, or when b is 0 and a is not.
    /// </summary>
    public static double Relative(double[] ours, double[] theirs)
    {
        if (ours.Length != theirs.Length)
            return double.PositiveInfinity;
        var difference = ours.Zip(theirs, (a, b) => Math.Abs(a - b)).Max();
        return difference == 0 ? 0 : difference / theirs.Max(Math.Abs);
    }

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(number => number.GetDouble())];
}
