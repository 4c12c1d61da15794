using System.Globalization;
using System.Text;

namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Foreign text within a message.</summary>
public static class OneLine
{
    private const int Longest = 80;

    /// <summary>The text without line breaks or other control characters, and not endlessly long.</summary>
    public static string Of(string text) => Escape(text, Longest);

    /// <summary>The text without line breaks or other control characters, at its full length.</summary>
    public static string Whole(string text) => Escape(text, int.MaxValue);

    private static string Escape(string text, int longest)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= longest)
                return line.Append('…').ToString();
            if (IsPrintable(rune))
                line.Append(rune.ToString());
            else
                line.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        }
        return line.ToString();
    }

    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
