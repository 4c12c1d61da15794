using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ActivationLab.Reports.Page;

/// <summary>A piece of HTML. Made from interpolated strings, whose values are escaped unless they are such pieces themselves.</summary>
/// <param name="Html">The HTML.</param>
public readonly record struct Markup(string Html)
{
    /// <summary>Nothing.</summary>
    public static Markup Empty { get; } = new("");

    /// <summary>HTML with values in it: texts are escaped, numbers are written invariantly, pieces of HTML stay as they are.</summary>
    public static Markup Of(MarkupHandler html) => new(html.ToString());

    /// <summary>A text, with all that means something in HTML escaped.</summary>
    public static Markup Text(string text) => new(Escape(text));

    /// <summary>Pieces one after the other.</summary>
    public static Markup Join(IEnumerable<Markup> pieces, string between = "\n") => new(string.Join(between, pieces.Select(piece => piece.Html)));

    /// <summary>This and further pieces, with nothing between them.</summary>
    public Markup Then(IEnumerable<Markup> pieces) => new(Html + Join(pieces, "").Html);

    /// <inheritdoc/>
    public override string ToString() => Html;

    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            // What HTML does not allow at all, even as a reference, is shown as a replacement character.
            escaped.Append(character switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' => character.ToString(),
                _ when char.IsControl(character) => "\uFFFD",
                _ => character.ToString(),
            });
        }
        return escaped.ToString();
    }
}

/// <summary>Builds a <see cref="Markup"/> from an interpolated string.</summary>
[InterpolatedStringHandler]
public readonly ref struct MarkupHandler
{
    private readonly StringBuilder _html;

    /// <summary>Begins one of about this size.</summary>
    public MarkupHandler(int literalLength, int formattedCount) => _html = new StringBuilder(literalLength + 32 * formattedCount);

    /// <summary>HTML of the program's own.</summary>
    public void AppendLiteral(string html) => _html.Append(html);

    /// <summary>HTML that was made elsewhere.</summary>
    public void AppendFormatted(Markup html) => _html.Append(html.Html);

    /// <summary>Pieces of HTML, a line each.</summary>
    public void AppendFormatted(IEnumerable<Markup> html) => _html.Append(Markup.Join(html).Html);

    /// <summary>A text.</summary>
    public void AppendFormatted(string? text) => _html.Append(Markup.Escape(text ?? ""));

    /// <summary>A number, a date.</summary>
    public void AppendFormatted<T>(T value, string? format = null) where T : IFormattable =>
        _html.Append(Markup.Escape(value.ToString(format, CultureInfo.InvariantCulture)));

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();
}
