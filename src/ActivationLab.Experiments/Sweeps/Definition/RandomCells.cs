using ActivationLab.Models.Initialisation;

namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>
/// Cells of random search, draw after draw without end. Each draw gives every variant a cell, and all the same values of what is swept for
/// all: variants are compared on equal terms. The values of a draw are a function of the method's seed, the swept key and the draw's number,
/// so a search for more cells, or over one parameter more, goes on with the values that it had.
/// </summary>
internal static class RandomCells
{
    // Of the 63 bits of a derived seed, as many as a double holds.
    private const int SpareBits = 10;

    /// <summary>The draws, from 0 on.</summary>
    public static IEnumerable<IReadOnlyList<Candidate>> Of(SweepDefinition definition, long seed)
    {
        for (var draw = 0L; ; draw++)
        {
            yield return [.. definition.Variants.Select(variant => new Candidate(
                variant, [.. definition.ParametersOf(variant).Select(parameter => Draw(parameter, seed, draw))]))];
        }
    }

    private static ChosenValue Draw(SweptKey parameter, long seed, long draw)
    {
        var share = Math.ScaleB(SeedStream.Derive(seed, "sweep " + parameter.Key, draw) >> SpareBits, SpareBits - 63);
        return new ChosenValue(parameter, parameter.Range?.At(share) ?? parameter.Values[(int)(share * parameter.Values.Count)]);
    }
}
