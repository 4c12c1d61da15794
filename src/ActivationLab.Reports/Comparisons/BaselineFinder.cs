using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Reports.Comparisons;

/// <summary>Finds the cell of each group that the others are held against.</summary>
internal static class BaselineFinder
{
    private const string Relu = "relu";

    // The more exact first.
    private static readonly Func<Candidate, string, bool>[] s_matches =
    [
        (cell, text) => Same(cell.Traits.Cell.Name, text) || Same(cell.Traits.Cell.Variant, text) || Same(cell.Label, text),
        (cell, text) => cell.Traits.Values.Any(value => Same(value.ToString(), text)),
        (cell, text) => cell.Traits.Activation is { } activation && Same(activation, text),
        (cell, text) => cell.Traits.Values.Any(value => Same(CellTraits.Plain(value.Text), CellTraits.Plain(text))),
        (cell, text) => cell.Traits.Cell.Name.StartsWith(text, StringComparison.OrdinalIgnoreCase),
        (cell, text) => Same(text, Relu) && cell.Traits.IsRelu,
    ];

    /// <summary>The baseline of each group; null for a group that has none.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="asked">What was asked for; null for the usual one.</param>
    /// <exception cref="UserException">No cell is that, or several of a group are (exit code 2): lists them.</exception>
    public static IReadOnlyList<Candidate?> Of(IReadOnlyList<IReadOnlyList<Candidate>> groups, string? asked)
    {
        if (asked is null)
            return Usual(groups);
        var found = Match(groups, asked);
        var several = found.FirstOrDefault(matches => matches.Count > 1);
        if (several is not null)
            throw new UserException($"baseline {OneLine.Of(asked)}: can be any of {Names(several)}; give one of these", 2);
        if (found.All(matches => matches.Count == 0))
        {
            var all = groups.SelectMany(group => group).ToList();
            var near = Spelling.DidYouMean(asked, [.. all.Select(cell => cell.Label), .. all.Select(cell => cell.Traits.Activation).OfType<string>()]);
            throw new UserException($"baseline {OneLine.Of(asked)}: there is no such cell{near}; there are {Names(all)}", 2);
        }
        return [.. found.Select(matches => matches.SingleOrDefault())];
    }

    private static IReadOnlyList<Candidate?> Usual(IReadOnlyList<IReadOnlyList<Candidate>> groups)
    {
        var found = Match(groups, Relu);
        if (found.Any(matches => matches.Count > 0) && found.All(matches => matches.Count <= 1))
            return [.. found.Select(matches => matches.SingleOrDefault())];
        var first = groups[0][0].Label;
        return [.. groups.Select(group => group.FirstOrDefault(cell => cell.Label == first) ?? group[0])];
    }

    private static IReadOnlyList<IReadOnlyList<Candidate>> Match(IReadOnlyList<IReadOnlyList<Candidate>> groups, string text)
    {
        var by = s_matches.FirstOrDefault(match => groups.Any(group => group.Any(cell => match(cell, text))));
        return [.. groups.Select(group => by is null ? [] : (IReadOnlyList<Candidate>)[.. group.Where(cell => by(cell, text))])];
    }

    private static string Names(IReadOnlyList<Candidate> cells)
    {
        const int most = 20;
        var names = cells.Select(cell => cell.Label).Distinct().ToList();
        return string.Join("; ", names.Take(most)) + (names.Count > most ? $"; and {names.Count - most} more" : "");
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
