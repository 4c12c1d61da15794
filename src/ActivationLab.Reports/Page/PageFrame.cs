using System.Security.Cryptography;
using System.Text;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Page;

/// <summary>A page of this program: one HTML file that needs nothing else, neither a network nor, for its texts and tables, scripts.</summary>
internal sealed record PageFrame
{
    /// <summary>What the page is about, in plain words.</summary>
    public required string Title { get; init; }

    /// <summary>A line below the title.</summary>
    public required Markup Subtitle { get; init; }

    /// <summary>A sentence for lists of files and search results.</summary>
    public required string Description { get; init; }

    /// <summary>The parts, in order.</summary>
    public required IReadOnlyList<PageSection> Sections { get; init; }

    /// <summary>The charts of all parts.</summary>
    public required IReadOnlyList<Chart> Charts { get; init; }

    /// <summary>What names of saved files begin with, kebab-case.</summary>
    public required string FileName { get; init; }

    /// <summary>The version of the program that writes it.</summary>
    public required string Generator { get; init; }

    /// <summary>The HTML. The same content is always the same text.</summary>
    public string Write()
    {
        string[] scripts = Charts.Count > 0 ? [PageAssets.Libraries, PageAssets.Script] : [PageAssets.Script];
        var style = PageAssets.Style;
        return Markup.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy(style, scripts)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="{Generator}">
            <meta name="description" content="{Description}">
            <title>{Title}</title>
            <link rel="icon" href="data:,">
            <style>{new Markup(style)}</style>
            </head>
            <body data-name="{FileName}">
            <a class="skip" href="#main">Skip to the content</a>
            <header>
            <div class="bar"><p class="brand">ActivationLab</p><button type="button" id="theme" hidden>Dark</button></div>
            <h1>{Title}</h1>
            <p class="subtitle">{Subtitle}</p>
            <nav aria-label="Contents"><ul>
            {Sections.Select(section => section.Link())}
            </ul></nav>
            </header>
            <main id="main" tabindex="-1">
            {Sections.Select(section => section.Write())}
            </main>
            <footer><p>Written by {Generator}. Charts by Vega and Vega-Lite, whose licences are in this file. Nothing is loaded from a network.</p></footer>
            <div id="said" class="unseen" role="status" aria-live="polite"></div>
            {Charts.Select(ChartJson.Element)}
            {scripts.Select(script => new Markup($"<script>{script}</script>"))}
            </body>
            </html>

            """).Html;
    }

    // Only the scripts and the style that were written here; charts set single styles of their elements.
    private static string Policy(string style, IEnumerable<string> scripts) =>
        $"default-src 'none'; script-src {string.Join(' ', scripts.Select(Hash))}; style-src {Hash(style)}; style-src-attr 'unsafe-inline'; "
        + "img-src data: blob:; base-uri 'none'; form-action 'none'";

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
