namespace ActivationLab.Reports.Page;

/// <summary>A part of a page with a heading that the contents link to.</summary>
/// <param name="Id">Its name in links, kebab-case.</param>
/// <param name="Heading">Its heading.</param>
/// <param name="Body">What stands below.</param>
internal sealed record PageSection(string Id, string Heading, Markup Body)
{
    /// <summary>Its line in the contents.</summary>
    public Markup Link() => Markup.Of($"<li><a href=\"#{Id}\">{Heading}</a></li>");

    /// <summary>The HTML.</summary>
    public Markup Write() => Markup.Of($"""
        <section id="{Id}" aria-labelledby="{Id}-heading">
        <h2 id="{Id}-heading">{Heading}</h2>
        {Body}
        </section>
        """);
}
