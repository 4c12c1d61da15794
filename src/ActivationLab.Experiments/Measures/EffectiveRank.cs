namespace ActivationLab.Experiments.Measures;

/// <summary>The effective rank of a matrix: how many directions it uses, where a weak one counts for less than one.</summary>
internal static class EffectiveRank
{
    // What double precision leaves of an eigenvalue that is 0, as a share of the largest: this times the size of the matrix.
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>
    /// e to the entropy of the singular values as shares of their sum (Roy and Vetterli 2007, definition 1). Singular values below about
    /// 1e-7 of the largest, whose squares are lost in the rounding of the eigenvalues, count as 0; they could change the result by 1e-5 each.
    /// </summary>
    /// <param name="eigenvalues">Squares of the singular values: eigenvalues of the matrix times its transpose.</param>
    /// <returns>From 1 to the number of eigenvalues that are not 0; 0 when all are; NaN when one is.</returns>
    public static double Of(IReadOnlyList<double> eigenvalues)
    {
        var least = eigenvalues.Max() * eigenvalues.Count * Epsilon;
        double[] singular = [.. eigenvalues.Where(value => !(value <= least)).Select(Math.Sqrt)];
        var sum = singular.Sum();
        return sum == 0 ? 0 : Math.Exp(-singular.Sum(value => value / sum * Math.Log(value / sum)));
    }
}
