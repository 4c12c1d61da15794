using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Cli.Tests.Commands;

public class CompareCommandTests
{
    [Fact]
    public void Compare_shows_the_finding_the_tables_the_legend_and_what_to_know()
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("compare", Study(lab)));

        var output = lab.Out.ToString();
        Assert.StartsWith(
            "Of 2 comparisons of test accuracy with the baseline 1 is significantly better, 1 is undecided; the clearest is leaky_relu, slope 0.1 with "
            + "+1.00 points against relu (95 % interval 1.00 to 1.00, p = 0.0312 by Holm, 7 pairs).", output.Replace('\n', ' '));
        // 0.801 to 0.807: standard deviation sqrt(28 / 6) · 0.001, t for 6 degrees of freedom at 97.5 % is 2.4469.
        Assert.Matches(@"\nrelu \(baseline\) +7  +80\.40 ± 0\.20  0\.22 +80\.40  80\.70 \(7\)  80\.10 \(1\)  +25\.00 ± 0\.00\n", output);
        Assert.Contains("study: test accuracy against relu, paired by seed, n = 7 pairs\n", output);
        Assert.Contains("better, meaningful", output);
        Assert.Contains("not significant", output);
        Assert.Contains("\np Holm: the permutation test's p, corrected for all comparisons of the table\n", output);
        Assert.Contains("\nwarning: the best negative slope is 0.1, the largest of the grid", output);
        Assert.Contains("\nnote: no epoch was chosen by test images", output);
        Assert.Empty(lab.Lines);
    }

    [Theory]
    [InlineData("--csv", "group,label,cell,")]
    [InlineData("--markdown", "study: test accuracy of each cell")]
    [InlineData("--latex", "% \\usepackage{booktabs}\n")]
    public void Compare_in_a_format_prints_nothing_else_and_says_conclusions_aside(string format, string beginning)
    {
        using var lab = new Lab();

        Assert.Equal(0, lab.Run("compare", Study(lab), format));

        Assert.StartsWith(beginning, lab.Out.ToString());
        Assert.DoesNotContain("warning:", lab.Out.ToString());
        Assert.Contains("warning: the best negative slope is 0.1", lab.Lines);
    }

    [Theory]
    [InlineData("table.csv", "group,label,cell,")]
    [InlineData("table.md", "study: test accuracy of each cell")]
    [InlineData("table.TEX", "% \\usepackage{booktabs}\n")]
    [InlineData("table.csv --csv", "group,label,cell,")]
    public void Compare_to_a_file_writes_the_format_of_its_ending_and_prints_its_path(string output, string beginning)
    {
        using var lab = new Lab();
        var (name, format) = (output.Split(' ')[0], output.Split(' ')[1..]);
        var path = lab.Write(name, "the one before");

        Assert.Equal(0, lab.Run(["compare", Study(lab), "-o", path, .. format]));

        Assert.Equal($"{path}\n", lab.Out.ToString());
        Assert.StartsWith(beginning, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("--metric test_acuracy", 2)]
    [InlineData("--baseline nobody", 2)]
    [InlineData("--by nothing", 2)]
    [InlineData("--metric dormant_ratio", 1)]
    public void Compare_with_a_wrong_word_leaves_an_earlier_file_alone(string arguments, int exitCode)
    {
        using var lab = new Lab();
        var path = lab.Write("table.csv", "the one before");

        Assert.Equal(exitCode, lab.Run(["compare", Study(lab), "-o", path, .. arguments.Split(' ')]));

        Assert.Equal("the one before", File.ReadAllText(path));
        Assert.Empty(lab.Out.ToString());
        Assert.Equal(1, lab.Lines.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Compare_damaged_results_says_where_and_leaves_an_earlier_file_alone()
    {
        using var lab = new Lab();
        var (study, path) = (Study(lab), lab.Write("table.csv", "the one before"));
        var results = Path.Combine(study, "results.csv");
        File.WriteAllText(results, File.ReadAllText(results)[..^20]);

        Assert.Equal(1, lab.Run("compare", study, "-o", path));

        Assert.StartsWith($"activationlab: {results}:", lab.Lines);
        Assert.Equal("the one before", File.ReadAllText(path));
    }

    [Theory]
    [InlineData(130, true)]
    [InlineData(100, false)]
    [InlineData(80, false)]
    public void Compare_on_a_narrow_screen_leaves_out_what_can_be_done_without(int width, bool all)
    {
        using var lab = new Lab();
        var terminal = new Terminal(lab.Out, lab.Error) { OutIsTerminal = true, ErrorIsTerminal = true, MeasureWidth = () => width, Variable = _ => null };

        Assert.Equal(0, new Application(terminal, lab.Services).Run(["compare", Study(lab)]));

        var lines = lab.Out.ToString().Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.Equal(all, !lab.Out.ToString().Contains("no room for"));
        Assert.Contains(lines, line => line.EndsWith("better, meaningful", StringComparison.Ordinal));
        // What the finding quotes stays, and only what is shown is explained.
        Assert.Contains(lines, line => line.Contains("95 % interval") && line.Contains("p Holm") && line.Contains("verdict") && (width < 100 || line.Contains("P(better)")));
        Assert.Equal(all, lines.Any(line => line.TrimStart().StartsWith("p Wilcoxon:", StringComparison.Ordinal)));
    }

    /// <summary>Seven seeds of ReLU and two slopes: 0.01 is as often better as worse, 0.1 always better.</summary>
    internal static string Study(Lab lab)
    {
        var folder = Path.Combine(lab.Folder, "runs", "study");
        var rows = Enumerable.Range(1, 7).SelectMany(seed => new[] { 0, 0.01, 0.1 }.Select(slope =>
            FakeTrial.Run(new Experiment { Name = "study", Seed = seed }, RunStatus.Completed, lastEpoch: 5) with
            {
                Cell = FormattableString.Invariant($"mlp-leaky_relu-{slope}-0a1b2c3d"),
                Activation = slope == 0 ? "relu" : "leaky_relu",
                NegativeSlope = slope,
                InitA = slope,
                DeadRatio = 0.25,
                TestAccuracy = Math.Round(0.8 + 0.001 * seed + (slope == 0.1 ? 0.01 : slope == 0.01 && seed < 7 ? 0.001 * (seed % 2 == 0 ? 1 : -1) : 0), 4),
            }));
        Directory.CreateDirectory(folder);
        CsvTable.Write(Path.Combine(folder, "results.csv"), rows);
        return folder;
    }
}
