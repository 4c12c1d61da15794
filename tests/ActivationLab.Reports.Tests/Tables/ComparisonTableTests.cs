using System.Globalization;
using System.Text.RegularExpressions;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Statistics;
using ActivationLab.Reports.Tables;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Tables;

public sealed partial class ComparisonTableTests
{
    public static TheoryData<string> AllCultures => [.. Cultures.Names];

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void ToCsv_in_any_culture_is_the_same_bytes(string culture)
    {
        var csv = Cultures.Under(culture, () => ComparisonTable.Of(AwkwardStudy.Compare()).ToCsv());

        Assert.Equal(ComparisonTable.Of(AwkwardStudy.Compare()).ToCsv(), csv);
        // The last of 17 digits are those of the machine's logarithm.
        Snapshot.Matches("comparison.csv", LongNumber().Replace(csv, number => double.Parse(number.Value, CultureInfo.InvariantCulture).ToString("G12", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void ToMarkdown_in_any_culture_is_the_same_bytes(string culture) =>
        Snapshot.Matches("comparison.md", Cultures.Under(culture, () => ComparisonTable.Of(AwkwardStudy.Compare()).ToMarkdown()));

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void ToLatex_in_any_culture_is_the_same_bytes(string culture) =>
        Snapshot.Matches("comparison.tex", Cultures.Under(culture, () => ComparisonTable.Of(AwkwardStudy.Compare()).ToLatex()));

    [Theory]
    [MemberData(nameof(AllCultures))]
    public void Finding_and_conclusions_in_any_culture_are_the_same_words(string culture) => Snapshot.Matches("comparison.txt", Cultures.Under(culture, () =>
    {
        var comparison = AwkwardStudy.Compare();
        return string.Join("\n", [Finding.Of(comparison), .. comparison.Conclusions.Select(conclusion => $"{conclusion.Severity} {conclusion.Id}: {conclusion.Text}")]) + "\n";
    }));

    [Theory]
    [InlineData(SignFlipTest.MostExact, "sign-flip permutation test (exact)")]
    [InlineData(SignFlipTest.MostExact + 1, "sign-flip permutation test (exact up to 32 pairs, else by 200,000 drawn permutations)")]
    public void Of_many_pairs_says_how_p_was_found(int pairs, string method)
    {
        using var files = new StudyFiles();
        files.Write(Enumerable.Range(1, pairs).SelectMany(seed => new[] { StudyFiles.Relu(seed, 0.8 + 0.001 * seed), StudyFiles.Leaky(0.1, seed, 0.82) }));

        var table = ComparisonTable.Of(Comparer.Compare(StudyReader.Read(files.Folder), new ComparisonOptions()));

        Assert.Contains(method, table.Differences.Caption);
    }

    [Fact]
    public void ToCsv_reads_back_as_the_same_rows()
    {
        var table = ComparisonTable.Of(AwkwardStudy.Compare());
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, table.ToCsv());

            Assert.Equal(table.Rows, CsvTable.Read<ComparisonRow>(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void ToMarkdown_has_as_many_cells_in_every_row()
    {
        var lines = ComparisonTable.Of(AwkwardStudy.Compare()).ToMarkdown().Split('\n').Where(line => line.StartsWith('|')).ToList();

        Assert.Equal(2 * 2 + 6 + 4, lines.Count);
        // A bar within a cell is escaped.
        Assert.Equal(2, lines.Select(line => line.Replace(@"\|", "").Count(letter => letter == '|')).Distinct().Count());
    }

    [Fact]
    public void Figures_of_a_metric_that_is_no_share_have_its_own_digits_and_no_percent()
    {
        var table = ComparisonTable.Of(AwkwardStudy.Compare("images_per_second")).Figures;

        Assert.Contains(table.Columns, column => column.Heading == "training images a second");
        Assert.Equal("64046 ± 2", table.Rows[0].Cells[table.Columns.Select(column => column.Id).ToList().IndexOf("mean")]);
    }

    [Fact]
    public void Figures_of_a_loss_that_exploded_are_short_and_leave_the_others_their_decimals()
    {
        using var files = new StudyFiles();
        files.Write([.. Enumerable.Range(1, 5).SelectMany(seed => new[] { StudyFiles.Relu(seed) with { TestLoss = 3e38 }, StudyFiles.Leaky(0.1, seed) })]);

        var table = ComparisonTable.Of(Comparer.Compare(StudyReader.Read(files.Folder), new ComparisonOptions { Metric = "test_loss" })).Figures;

        var medians = table.Rows.Select(row => row.Cells[table.Columns.Select(column => column.Id).ToList().IndexOf("median")]);
        Assert.Equal(["3.0e38", "0.5000"], medians.OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public void Figures_of_the_dead_ratio_do_not_say_it_twice() =>
        Assert.DoesNotContain(ComparisonTable.Of(AwkwardStudy.Compare("dead_ratio")).Figures.Columns, column => column.Id == "dead");

    [GeneratedRegex(@"-?\d+\.\d{11,}(E-?\d+)?")]
    private static partial Regex LongNumber();
}
