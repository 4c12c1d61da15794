namespace ActivationLab.Experiments.Sweeps.Definition;

/// <summary>Every combination of the values, variant by variant, the last parameter changing fastest.</summary>
internal static class GridCells
{
    /// <summary>How many there are: a double, as they may be more than any whole number holds.</summary>
    public static double Count(SweepDefinition definition) => definition.Variants.Sum(variant =>
        definition.ParametersOf(variant).Aggregate(1.0, (product, parameter) => product * parameter.Values.Count));

    /// <summary>All of them.</summary>
    public static IEnumerable<Candidate> Of(SweepDefinition definition) => definition.Variants.SelectMany(variant =>
        Combinations([.. definition.ParametersOf(variant)]).Select(chosen => new Candidate(variant, chosen)));

    private static IEnumerable<ChosenValue[]> Combinations(IReadOnlyList<SweptKey> parameters)
    {
        var choices = parameters.Select(parameter => parameter.Values.Select(value => new ChosenValue(parameter, value)).ToArray()).ToArray();
        var places = new int[choices.Length];
        while (true)
        {
            yield return [.. choices.Zip(places, (values, place) => values[place])];
            var last = places.Length - 1;
            while (last >= 0 && ++places[last] == choices[last].Length)
                places[last--] = 0;
            if (last < 0)
                yield break;
        }
    }
}
