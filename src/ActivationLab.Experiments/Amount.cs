using System.Globalization;

namespace ActivationLab.Experiments;

/// <summary>Numbers of things, in words.</summary>
public static class Amount
{
    /// <summary>A number with its noun: <c>1 epoch</c>, <c>55,000 images</c>.</summary>
    public static string Of(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}
