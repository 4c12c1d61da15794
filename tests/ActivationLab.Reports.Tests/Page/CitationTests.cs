using System.Xml.Linq;
using ActivationLab.Reports.Page;

namespace ActivationLab.Reports.Tests.Page;

public class CitationTests
{
    [Fact]
    public void ToBibTex_people_and_groups_are_authors()
    {
        const string cff = """
            cff-version: 1.2.0
            title: "Lab: 100 % of units"
            authors:
              - family-names: Curie
                given-names: Marie
              - name: The A & B group
            version: 1.2.3
            date-released: 2025-03-04
            doi: 10.5281/zenodo.1
            license: MIT
            """;

        Assert.Equal(
            """
            @software{lab,
              author = {Curie, Marie and {The A \& B group}},
              title = {{Lab: 100 \% of units}},
              version = {1.2.3},
              year = {2025},
              doi = {10.5281/zenodo.1},
              note = {MIT licence},
            }

            """,
            Citation.ToBibTex(cff));
    }

    [Fact]
    public void The_embedded_file_has_the_version_of_the_build()
    {
        var build = XDocument.Load(Path.Combine(RepositoryRoot(), "Directory.Build.props")).Descendants("Version").Single().Value;

        Assert.Contains($"  version = {{{build}}},\n", Citation.ToBibTex(PageAssets.Citation));
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(SourceFolder());
        while (!File.Exists(Path.Combine(folder.FullName, "ActivationLab.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }

    private static string SourceFolder([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
