using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace ActivationLab.Reports.Statistics;

/// <summary>Both tails of Student's t distribution.</summary>
internal static class StudentDistribution
{
    /// <summary>P(|T| ≥ |t|) with so many degrees of freedom ν: the regularised incomplete beta function I_(ν / (ν + t²))(ν/2, 1/2).</summary>
    public static double TwoSidedP(double t, int freedom)
    {
        var square = t * t;
        // Of the two equal forms the one whose argument is small: the other's rounds to 1 for a small t, an error of 8e-9 at t = 1e-8.
        return square < freedom
            ? 1 - SpecialFunctions.BetaRegularized(0.5, freedom / 2.0, square / (freedom + square))
            : SpecialFunctions.BetaRegularized(freedom / 2.0, 0.5, freedom / (freedom + square));
    }

    /// <summary>The t ≥ 0 with P(|T| ≥ t) = <paramref name="p"/>, which is above 0 and at most 1.</summary>
    public static double TwoSidedQuantile(double p, int freedom)
    {
        // The library's quantile is off by up to 1.4e-9 of it (1 degree of freedom, p = 0.001) and ends at 800. Newton's method from 0 rises to the
        // quantile without passing it, as P is convex in t ≥ 0, and squares the error of a small step.
        const double small = 1e-8;
        double t = 0, step;
        do
        {
            step = (TwoSidedP(t, freedom) - p) / (2 * StudentT.PDF(0, 1, freedom, t));
            t += step;
        }
        while (step > small * t);
        return t;
    }
}
