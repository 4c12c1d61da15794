using System.Globalization;
using ActivationLab.Reports.Page;

namespace ActivationLab.Reports.Tests.Page;

public class MarkupTests
{
    [Fact]
    public void Of_texts_are_escaped_and_pieces_are_not()
    {
        const string text = "<b a='1'>\"&\"</b>";

        var html = Markup.Of($"<p title=\"{text}\">{Markup.Of($"<i>{text}</i>")}</p>");

        const string escaped = "&lt;b a=&#39;1&#39;&gt;&quot;&amp;&quot;&lt;/b&gt;";
        Assert.Equal($"<p title=\"{escaped}\"><i>{escaped}</i></p>", html.Html);
    }

    [Fact]
    public void Of_numbers_are_invariant_whatever_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = german;
            Assert.Equal("<td>1234.5 0.250</td>", Markup.Of($"<td>{1234.5} {0.25:0.000}</td>").Html);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Of_characters_that_HTML_has_not_are_replaced() => Assert.Equal("a\uFFFDb\nc", Markup.Text("a\0b\nc").Html);

    [Fact]
    public void Of_no_text_is_nothing() => Assert.Equal("<p></p>", Markup.Of($"<p>{(string?)null}</p>").Html);
}
