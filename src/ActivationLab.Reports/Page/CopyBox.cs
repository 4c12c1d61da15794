namespace ActivationLab.Reports.Page;

/// <summary>Texts that can be copied by a button and, without scripts, be unfolded and selected.</summary>
internal static class CopyBox
{
    /// <summary>A group of buttons and the texts below.</summary>
    /// <param name="id">A name that no other box of the page has.</param>
    /// <param name="what">What is copied: <c>the table</c>.</param>
    /// <param name="texts">Each text and the name of its form: <c>CSV</c>.</param>
    public static Markup Of(string id, string what, params IReadOnlyList<(string Form, string Text)> texts) => Markup.Of($"""
        <div class="actions" role="group" aria-label="Copy {what}">
        {texts.Select(text => Markup.Of($"<button type=\"button\" data-copy=\"{IdOf(id, text.Form)}\" hidden>Copy {text.Form}</button>"))}
        </div>
        <div class="folds">
        {texts.Select(text => Fold(IdOf(id, text.Form), text.Form, text.Text))}
        </div>
        """);

    private static Markup Fold(string id, string form, string text) => Markup.Of($"""
        <details><summary>{form}</summary>
        <pre id="{id}" tabindex="0">{text}</pre>
        </details>
        """);

    private static string IdOf(string id, string form) => $"{id}-{form.ToLowerInvariant().Replace(' ', '-')}";
}
