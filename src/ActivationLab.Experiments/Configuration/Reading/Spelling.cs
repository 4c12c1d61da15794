namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Finds the word that somebody probably meant.</summary>
public static class Spelling
{
    private const int MostEdits = 3;
    private const int LongestWord = 64;

    /// <summary>" (did you mean …?)", or nothing when no candidate is near.</summary>
    public static string DidYouMean(string word, IEnumerable<string> candidates) =>
        Nearest(word, candidates) is { } near ? $" (did you mean {near}?)" : "";

    /// <summary>The candidate within three edits (and fewer than half the word), else one that the word abbreviates or is a part of.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        if (word.Length is 0 or > LongestWord)
            return null;
        var plain = Plain(word);
        var known = candidates.ToList();
        var near = known
            .Select(candidate => (Candidate: candidate, Edits: Edits(plain, Plain(candidate))))
            .Where(pair => pair.Edits <= Math.Min(MostEdits, Math.Max(plain.Length, pair.Candidate.Length) / 2))
            .OrderBy(pair => pair.Edits)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();
        return near
            ?? known.Find(candidate => Initials(plain) == candidate || Initials(candidate) == plain)
            ?? known.Find(candidate => Parts(candidate).Contains(plain) || Parts(plain).Contains(candidate));
    }

    private static string Plain(string word) => word.Replace('-', '_').ToLowerInvariant();

    private static string[] Parts(string word) => word.Split('_');

    private static string? Initials(string word) =>
        word.Contains('_') ? string.Concat(Parts(word).Where(part => part.Length > 0).Select(part => part[0])) : null;

    // Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
    private static int Edits(string a, string b)
    {
        var edits = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            edits[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            edits[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var changed = edits[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(changed, 1 + Math.Min(edits[i - 1, j], edits[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }
        return edits[a.Length, b.Length];
    }
}
