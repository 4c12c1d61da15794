namespace ActivationLab.Reports.Page.Report;

/// <summary>Whom to cite.</summary>
internal static class CitationSection
{
    public static PageSection Of()
    {
        var entry = Citation.ToBibTex(PageAssets.Citation);
        return new PageSection("citation", "Citation", Markup.Of($"""
            <p>If this goes into a paper, please cite the program:</p>
            <pre tabindex="0">{entry}</pre>
            {CopyBox.Of("citation-copy", "the citation", ("BibTeX", entry))}
            """));
    }
}
