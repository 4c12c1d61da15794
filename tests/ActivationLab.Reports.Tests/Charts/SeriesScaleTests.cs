using System.Text.Json.Nodes;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Tests.Charts;

public sealed class SeriesScaleTests
{
    [Fact]
    public void Of_a_comparison_has_the_baseline_as_a_grey_circle_and_the_study_s_order()
    {
        var scale = SeriesScale.Of(HandMade.Compare(HandMade.Cell("Leaky", "leaky_relu", [0.8], 0.01), HandMade.Cell("ReLU", "relu", [0.8], 0)));

        Assert.Equal(["Leaky", "ReLU"], Texts(scale.Colour("variant"), "domain"));
        Assert.Equal(SeriesScale.Grey, Texts(scale.Colour("variant"), "range")[1]);
        Assert.Equal("circle", Texts(scale.Shape("variant"), "range")[1]);
    }

    [Fact]
    public void Of_fifty_series_gives_no_two_the_same_look()
    {
        var scale = SeriesScale.Of(Enumerable.Range(0, 50).Select(i => $"series {i}"));

        var looks = Texts(scale.Colour("series"), "range").Zip(Texts(scale.Shape("series"), "range")).ToList();

        Assert.Equal(50, looks.Distinct().Count());
    }

    [Fact]
    public void Only_keeps_the_look_of_what_it_keeps()
    {
        var all = SeriesScale.Of(["a", "b", "c"]);

        var only = all.Only(["c"]);

        Assert.Equal(Texts(all.Colour("series"), "range")[2], Assert.Single(Texts(only.Colour("series"), "range")));
        Assert.NotNull(only.Colour("series")["legend"]);
    }

    private static List<string> Texts(JsonObject channel, string name) => [.. channel["scale"]![name]!.AsArray().Select(text => text!.GetValue<string>())];
}
