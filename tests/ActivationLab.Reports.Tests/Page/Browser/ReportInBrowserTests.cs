using System.Text;
using System.Xml.Linq;
using ActivationLab.Reports.Page;
using ActivationLab.Reports.Page.Report;
using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Tests.Page.Browser;

/// <summary>The report in Chromium, opened from the disk with the network off.</summary>
public sealed class ReportInBrowserTests(ReportInBrowserTests.Fixture fixture) : IClassFixture<ReportInBrowserTests.Fixture>
{
    [BrowserTheory]
    [InlineData(390, false)]
    [InlineData(390, true)]
    [InlineData(1440, false)]
    public void Open_all_charts_draw_and_nothing_is_wider_than_the_window(int width, bool isDark)
    {
        var browser = fixture.Open(width, isDark: isDark);

        Assert.Empty(browser.Complaints);
        Assert.Equal(width, browser.Value<int>("return document.documentElement.scrollWidth"));
        Assert.Equal(fixture.Charts, browser.Value<int>("return document.querySelectorAll('figure[data-state=drawn]').length"));
        Assert.Empty(browser.Texts("""
            return [...document.querySelectorAll('figure[data-chart]')]
                .filter(figure => figure.querySelectorAll('svg .mark-symbol path, svg .mark-line path, svg .mark-rect path, svg .mark-rule line').length < 3)
                .map(figure => figure.id)
            """));
        Assert.Empty(browser.Texts("""
            return [...document.querySelectorAll('.drawing')].filter(drawing => drawing.scrollWidth > drawing.clientWidth + 1)
                .map(drawing => `${drawing.parentNode.id}: ${drawing.scrollWidth} in ${drawing.clientWidth}`)
            """));
        Assert.Equal(0, browser.Value<int>("return performance.getEntriesByType('resource').filter(entry => !entry.name.startsWith('data:')).length"));
    }

    [BrowserFact]
    public void Open_names_that_mean_something_in_HTML_are_shown_as_they_are()
    {
        var browser = fixture.Open();

        Assert.Contains(ReportFiles.EvilName, browser.Text("#comparison"));
        Assert.Contains(ReportFiles.EvilName[..15], browser.Value<string>("return document.querySelector('#metric-by-variant svg').textContent"));
    }

    [BrowserTheory]
    [InlineData("csv")]
    [InlineData("markdown")]
    [InlineData("latex")]
    public void Copy_puts_the_text_into_the_clipboard(string form)
    {
        var tables = ComparisonTable.Of(fixture.Content.Comparison);
        var expected = form switch { "csv" => tables.ToCsv(), "markdown" => tables.ToMarkdown(), _ => tables.ToLatex() };
        var browser = fixture.Open();

        browser.Click($"[data-copy=comparison-copy-{form}]");

        Chromium.Until(() => browser.Value<string>("return document.getElementById('said').textContent") == "Copied");
        Assert.Equal(expected, browser.Clipboard());
    }

    [BrowserFact]
    public void Copy_where_the_clipboard_is_closed_to_pages_copies_a_selection()
    {
        var browser = fixture.Open();
        browser.Value<bool>("navigator.clipboard.writeText = () => Promise.reject(new Error('no')); return true");

        browser.Click("[data-copy=citation-copy-bibtex]");

        Chromium.Until(() => browser.Value<string>("return document.getElementById('said').textContent") == "Copied");
        Assert.Equal(Citation.ToBibTex(PageAssets.Citation), browser.Clipboard());
    }

    [BrowserFact]
    public void Save_writes_a_picture_in_light_colours_and_the_data()
    {
        var browser = fixture.Open(isDark: true);
        foreach (var form in new[] { "svg", "png", "csv" })
            browser.Click($"#metric-by-variant [data-save={form}]");

        var svg = Encoding.UTF8.GetString(browser.Saved("study-metric-by-variant.svg"));
        Assert.Equal("svg", XDocument.Parse(svg).Root!.Name.LocalName);
        Assert.DoesNotContain("var(--", svg);
        Assert.Contains("#ffffff", svg);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], browser.Saved("study-metric-by-variant.png")[..4]);
        var data = fixture.Content.Charts.Single(chart => chart.Id == "metric-by-variant").Data;
        var csv = Encoding.UTF8.GetString(browser.Saved("study-metric-by-variant.csv"));
        Assert.StartsWith(string.Join(',', data.Columns) + "\n", csv);
        // Names of two lines are quoted.
        var breaks = data.Rows.SelectMany(row => row).OfType<string>().Sum(text => text.Count(letter => letter == '\n'));
        Assert.Equal(data.Rows.Count + 1 + breaks, csv.Count(letter => letter == '\n'));
    }

    [BrowserFact]
    public void Theme_follows_the_system_until_the_button_is_pressed()
    {
        const string isDark = "const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g); return +r + +g + +b < 380";
        var browser = fixture.Open(isDark: true);

        Assert.True(browser.Value<bool>(isDark));
        Assert.Equal("Light theme", browser.Text("#theme"));
        browser.Click("#theme");
        Assert.False(browser.Value<bool>(isDark));
        Assert.Equal("Dark theme", browser.Text("#theme"));
    }

    [BrowserFact]
    public void Keyboard_reaches_the_content_first()
    {
        var browser = fixture.Open();

        browser.Press(OpenQA.Selenium.Keys.Tab);
        Assert.Equal("Skip to the content", browser.Value<string>("return document.activeElement.textContent"));
        browser.Press(OpenQA.Selenium.Keys.Enter);
        Assert.Equal("main", browser.Value<string>("return document.activeElement.id"));
    }

    [BrowserFact]
    public void Open_without_scripts_tables_and_texts_are_there_and_buttons_are_not()
    {
        var browser = fixture.Open(withScripts: false);

        Assert.Contains(Finding.Of(fixture.Content.Comparison), browser.Text("#finding"));
        Assert.Contains("PReLU", browser.Text("#comparison table"));
        Assert.Contains("multilayer perceptrons", browser.Text("#methods"));
        Assert.Contains("Drawn where scripts are allowed", browser.Text("#metric-by-variant"));
        Assert.False(browser.IsShown("#theme"));
        Assert.False(browser.IsShown("[data-copy]"));
        browser.Click("#metric-by-variant details:nth-of-type(2) summary");
        Assert.True(browser.IsShown("#metric-by-variant details td"));
    }

    /// <summary>One browser and one study for all tests.</summary>
    public sealed class Fixture : IDisposable
    {
        private readonly Lazy<Chromium> _browser = new();
        private readonly ReportFiles _files = new();
        private readonly string _html;

        public Fixture()
        {
            Content = _files.Content();
            _html = ReportPage.Write(Content);
        }

        internal ReportContent Content { get; }

        internal int Charts => Content.Charts.Count;

        internal Chromium Open(int width = 1440, bool withScripts = true, bool isDark = false)
        {
            _browser.Value.Open(_html, width, withScripts, isDark);
            return _browser.Value;
        }

        public void Dispose()
        {
            if (_browser.IsValueCreated)
                _browser.Value.Dispose();
            _files.Dispose();
        }
    }
}
