using System.Text.RegularExpressions;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Tests.Page;

public class ReportPageTests
{
    private const int MostBytes = 3_000_000;

    [Fact]
    public void Write_the_same_runs_twice_is_the_same_text()
    {
        using var files = new ReportFiles();

        Assert.Equal(files.Report(), files.Report());
    }

    [Fact]
    public void Write_has_all_parts_in_order_and_is_small_enough()
    {
        using var files = new ReportFiles();

        var html = files.Report();

        var headings = Regex.Matches(html, "<h2 id=\"([a-z]+)-heading\">").Select(match => match.Groups[1].Value);
        Assert.Equal(["finding", "comparison", "charts", "failures", "methods", "environment", "citation"], headings);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(html), 800_000, MostBytes);
    }

    [Fact]
    public void Write_names_that_mean_something_in_HTML_are_text()
    {
        using var files = new ReportFiles();

        var html = files.Report();

        Assert.DoesNotContain(ReportFiles.EvilName, html);
        Assert.DoesNotContain("<script>alert", html);
        Assert.DoesNotContain("<fast>", html);
        Assert.Contains("&lt;/script&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;b&gt;&#39;Leaky&#39;&lt;/b&gt;", html);
    }

    [Fact]
    public void Write_refers_to_nothing_outside_itself()
    {
        using var files = new ReportFiles();

        var page = WithoutScripts(files.Report());

        Assert.DoesNotMatch(@"(?i)(src|href|action|data|poster|srcset)=""(?!#|data:,)", page.Replace("data-", "", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", page);
        Assert.DoesNotContain("@import", page);
        Assert.Contains("default-src &#39;none&#39;", page);
    }

    [Fact]
    public void Write_ids_are_unique_and_links_lead_to_one()
    {
        using var files = new ReportFiles();

        var page = WithoutScripts(files.Report());

        var ids = Regex.Matches(page, " id=\"([^\"]*)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        foreach (var target in Regex.Matches(page, "(?:href=\"#|aria-labelledby=\"|data-copy=\")([^\"]*)\"").Select(match => match.Groups[1].Value))
            Assert.Contains(target, ids);
    }

    [Fact]
    public void Write_methods_are_those_of_the_configurations()
    {
        using var files = new ReportFiles();

        var html = files.Report();

        Assert.Contains("multilayer perceptrons with hidden layers of 256 and 128 units (235,146 parameters)", html);
        Assert.Contains("The first 20000 training images of Fashion-MNIST were used, without augmentation; 5000 others were held out for validation.", html);
        Assert.Contains("trained for 3 epochs in batches of 64 by SGD (learning rate 0.1, momentum 0.9, weight decay 0.0005)", html);
        Assert.Contains("trained with 6 seeds (42–47), of which n = 5 to 6 completed with the compared figure.", html);
        Assert.Contains("Of all planned trials 1 did not complete", html);
        Assert.Contains("run from 2025-03-01 to 2025-03-02", html);
    }

    [Theory]
    [InlineData(true, "Training steps were computed in bf16, with weights kept in single precision.")]
    [InlineData(false, "Training steps were computed in bf16 where that was the setting, with weights kept in single precision.")]
    public void Write_methods_of_a_low_precision_say_so(bool everywhere, string expected)
    {
        using var files = new ReportFiles();
        Assert.DoesNotContain("Training steps were computed", files.Report());
        var configs = Directory.GetFiles(files.Folder, "config.yaml", SearchOption.AllDirectories);
        var cell = Directory.GetParent(configs[0])!.Parent!.FullName;
        foreach (var file in configs.Where(file => everywhere || file.StartsWith(cell, StringComparison.Ordinal)))
            File.WriteAllText(file, File.ReadAllText(file).Replace("  clip_grad_norm: 0.0\n", "  clip_grad_norm: 0.0\n  precision: bf16\n", StringComparison.Ordinal));

        Assert.Contains(expected, files.Report());
    }

    [Fact]
    public void Write_every_figure_of_the_comparison_is_in_the_page_three_times_to_be_copied()
    {
        using var files = new ReportFiles();

        var page = System.Net.WebUtility.HtmlDecode(files.Report());

        var tables = ComparisonTable.Of(files.Content().Comparison);
        Assert.Contains(tables.ToCsv(), page);
        Assert.Contains(tables.ToMarkdown(), page);
        Assert.Contains(tables.ToLatex(), page);
    }

    [Fact]
    public void Write_trials_without_figures_are_listed_with_their_reason()
    {
        using var files = new ReportFiles();

        var failures = Section(files.Report(), "failures");

        Assert.Contains("1 trial of 18 without figures.", failures);
        Assert.Contains("<td>diverged</td><td>42</td>", failures);
        Assert.Contains("the training loss was not finite by step 100 of epoch 1", failures);
    }

    [Fact]
    public void Write_without_run_folders_says_what_is_missing()
    {
        using var files = new ReportFiles(withRunFolders: false);

        var html = files.Report();

        Assert.Contains("The run folders are not here, only results.csv: charts over epochs and layers, which need them, are left out.", Section(html, "charts"));
        Assert.Contains("figure id=\"metric-by-variant\"", html);
        Assert.DoesNotContain("figure id=\"dead-by-layer\"", html);
        Assert.Contains("this is what the columns of results.csv tell", Section(html, "methods"));
        Assert.Contains("train.optimizer.lr", Section(html, "methods"));
        Assert.Contains("are not here", Section(html, "environment"));
    }

    [Fact]
    public void Write_damaged_records_are_left_out_and_named()
    {
        using var files = new ReportFiles();
        var run = Path.Combine(files.Folder, "mlp-relu-11111111", "seed-43");
        File.WriteAllText(Path.Combine(run, RunFiles.Environment), "{");
        File.WriteAllText(Path.Combine(run, RunFiles.Epochs), "epoch,step\n1,x\n");

        var html = files.Report();

        Assert.Contains($"{RunFiles.Environment}: is damaged; the report does without it", Section(html, "environment"));
        Assert.Contains("Left out of the charts over epochs and layers: mlp-relu-11111111/seed-43/epochs.csv", Section(html, "charts"));
        Assert.DoesNotContain(files.Folder, html);
    }

    [Fact]
    public void Write_a_missing_and_a_damaged_run_folder_counts_the_missing_one_and_names_the_damaged_configuration()
    {
        using var files = new ReportFiles();
        var cell = Path.Combine(files.Folder, "mlp-relu-11111111");
        Directory.Delete(Path.Combine(cell, "seed-42"), recursive: true);
        File.WriteAllText(Path.Combine(cell, "seed-43", RunFiles.Epochs), "epoch,step\n1,x\n");
        File.WriteAllText(Path.Combine(cell, "seed-44", RunFiles.Config), "{ name: [");

        var html = files.Report();

        // The diverged trial ended before its first epoch.
        Assert.Contains("The run folders of 2 of 18 trials are not here or empty", Section(html, "charts"));
        Assert.Contains("<li>mlp-relu-11111111/seed-44/config.yaml: is damaged; the report does without it</li>", html);
        Assert.Contains("multilayer perceptrons with hidden layers of 256 and 128 units", html);
    }

    [Fact]
    public void Write_methods_of_slopes_and_one_epoch_name_the_activation_and_say_who_completed()
    {
        using var files = new ReportFiles(withRunFolders: false);
        var rows = new[] { 0.01, 0.3 }.SelectMany(slope => new long[] { 1, 2 }.Select(seed => Support.StudyFiles.Diverged(Support.StudyFiles.Leaky(slope, seed)) with { Epochs = 1 }));
        CsvTable.Write(Path.Combine(files.Folder, "results.csv"), rows);

        var html = files.Report();

        Assert.Contains("We compared slope 0.01 and slope 0.3 (activation: LeakyReLU) in multilayer perceptrons", html);
        Assert.Contains("trained for 1 epoch in batches", html);
        Assert.Contains("trained with 2 seeds (1–2), of which n = 0 completed with the compared figure.", html);
    }

    [Theory]
    [InlineData(1e308)]
    [InlineData(-1e308)]
    [InlineData(1e99)]
    public void Write_an_absurd_figure_is_a_page_all_the_same(double figure)
    {
        using var files = new ReportFiles(withRunFolders: false);
        var results = Path.Combine(files.Folder, "results.csv");
        CsvTable.Write(results, CsvTable.Read<RunRow>(results).Select(row => row.Seed == 43 ? row with { TestAccuracy = figure, DeadRatio = figure } : row));

        Assert.Contains("figure id=\"metric-by-variant\"", files.Report());
    }

    [Fact]
    public void Write_no_completed_trial_is_a_page_all_the_same()
    {
        using var files = new ReportFiles(seeds: 1, withRunFolders: false);
        CsvTable.Write(Path.Combine(files.Folder, "results.csv"), CsvTable.Read<RunRow>(Path.Combine(files.Folder, "results.csv")).Select(Support.StudyFiles.Diverged));

        var html = files.Report();

        Assert.Contains("There is nothing to draw", html);
        Assert.Contains("3 trials of 3 without figures.", Section(html, "failures"));
    }

    [Fact]
    public void Write_the_licences_of_the_libraries_are_in_the_page()
    {
        using var files = new ReportFiles();

        var html = files.Report();

        Assert.Contains("University of Washington Interactive Data Lab", html);
        Assert.Contains("Redistributions in binary form must reproduce", html);
        Assert.Contains("Mike Bostock", html);
    }

    private static string WithoutScripts(string html) => Regex.Replace(html, "<script.*?</script>", "", RegexOptions.Singleline);

    private static string Section(string html, string id)
    {
        var start = html.IndexOf($"<section id=\"{id}\"", StringComparison.Ordinal);
        return html[start..html.IndexOf("</section>", start, StringComparison.Ordinal)];
    }
}
