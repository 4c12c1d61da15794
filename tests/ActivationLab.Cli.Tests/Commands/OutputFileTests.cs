namespace ActivationLab.Cli.Tests.Commands;

public class OutputFileTests
{
    private const string Lost = "has the name of a file of results, which must not be lost; choose another name";

    // {0} is the folder. The studies, claims and configurations are none: whoever reads them first says something else.
    public static TheoryData<string, string> Refusals { get; } = new()
    {
        { "compare {0}/none -o {0}/results.csv", $"--output {{0}}/results.csv: {Lost}" },
        { "compare {0}/none --csv -o {0}/Summary.CSV", $"--output {{0}}/Summary.CSV: {Lost}" },
        { "compare {0}/none --latex -o {0}/cell.yaml", "--output {0}/cell.yaml: does not end in .tex, as what is written there has to; choose another name" },
        { "compare {0}/none --csv -o {0}/page.md", "--output {0}/page.md: does not end in .csv, as what is written there has to; choose another name" },
        { "compare {0}/none --markdown -o {0}", "--output {0}: is a folder; name a file in it, one that ends in .md" },
        { "compare {0}/none -o {0}/new/a.tex", "--output {0}/new/a.tex: there is no folder {0}/new; make it first" },
        { "compare {0}/none --csv -o -", "--output -: is no file; leave -o out to print" },
        { "compare {0}/none -o -", "--output -: is no file; leave -o out to print" },
        { "findings {0}/claims.md -o {0}/new/../claims.md", "--output {0}/new/../claims.md: is what the command reads, which must not be lost; choose another name" },
        { "findings {0}/none -o {0}/summary.csv", "--output {0}/summary.csv: does not end in .md, as what is written there has to; choose another name" },
        { "findings {0}/none -o {0}/new/a.md", "--output {0}/new/a.md: there is no folder {0}/new; make it first" },
        { "findings {0}/none -o -", "--output -: is no file; leave -o out to print" },
        { "report {0}/none -o {0}/results.csv", "--output {0}/results.csv: does not end in .html, as what is written there has to; choose another name" },
        { "report {0}/none -o -", "--output -: does not end in .html, as what is written there has to; choose another name" },
        { "plot activations -o {0}", "--output {0}: is a folder; name a file in it, one that ends in .html" },
        { "plot activations -o {0}/new/a.html", "--output {0}/new/a.html: there is no folder {0}/new; make it first" },
        { "bench activations --csv {0}/results.csv", $"--csv {{0}}/results.csv: {Lost}" },
        { "bench activations --csv {0}/page.md", "--csv {0}/page.md: does not end in .csv, as what is written there has to; choose another name" },
        { "bench step -c {0}/none --csv {0}/trials.csv", $"--csv {{0}}/trials.csv: {Lost}" },
        { "bench step -c {0}/none --csv {0}/new/a.csv", "--csv {0}/new/a.csv: there is no folder {0}/new; make it first" },
        { "bench step -c {0}/none --csv -", "--csv -: is no file; leave FILE out to print" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Run_output_that_would_take_the_place_of_something_else_is_refused_at_once(string arguments, string line)
    {
        using var lab = new Lab();
        lab.Services = lab.Services with { BenchActivations = (_, _, _) => throw new InvalidOperationException("nothing shall be measured") };
        foreach (var name in new[] { "results.csv", "Summary.CSV", "summary.csv", "trials.csv", "cell.yaml", "page.md", "claims.md" })
            lab.Write(name, "the one before");
        var files = Directory.GetFileSystemEntries(lab.Folder).Order().ToArray();

        Assert.Equal(2, lab.Run([.. arguments.Split(' ').Select(argument => argument.Replace("{0}", lab.Folder))]));

        Assert.Equal($"activationlab: {line.Replace("{0}", lab.Folder)}\n", lab.Lines);
        Assert.Empty(lab.Out.ToString());
        Assert.Equal(files, Directory.GetFileSystemEntries(lab.Folder).Order());
        Assert.All(files, file => Assert.Equal("the one before", File.ReadAllText(file)));
        Assert.False(File.Exists("-"));
    }

    [Fact]
    public void Run_findings_writes_its_page_over_an_earlier_one_and_leaves_the_claims()
    {
        using var lab = new Lab();
        var (study, page) = (CompareCommandTests.Study(lab), lab.Write("page.md", "the one before"));
        const string text = """
            claims:
              - id: leaky-wins
                claim: Leaky wins.
                from: a blog.
                study: study
                design: By hand.
                predictions:
                  - { metric: test_accuracy, variant: Leaky, against: ReLU, expect: higher }
            """;
        var claims = lab.Write("claims.yaml", text);
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(study, "sweep")).FullName, "trials.csv"), "cell,seed,variant,values\n"
            + string.Concat(Enumerable.Range(1, 7).Select(seed => $"mlp-leaky_relu-0-0a1b2c3d,{seed},ReLU,{{}}\nmlp-leaky_relu-0.1-0a1b2c3d,{seed},Leaky,{{}}\n")));

        Assert.Equal(0, lab.Run("findings", claims, "--runs", Path.GetDirectoryName(study)!, "-o", page));

        Assert.Equal($"{page}\n", lab.Out.ToString());
        Assert.Contains("Leaky wins.", File.ReadAllText(page));
        Assert.Equal(text, File.ReadAllText(claims));
    }
}
