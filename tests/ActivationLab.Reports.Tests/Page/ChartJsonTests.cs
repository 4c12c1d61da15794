using System.Text.Json;
using System.Text.Json.Nodes;
using ActivationLab.Reports.Charts;
using ActivationLab.Reports.Page;

namespace ActivationLab.Reports.Tests.Page;

public class ChartJsonTests
{
    [Fact]
    public void Write_a_value_that_ends_a_script_does_not()
    {
        var json = ChartJson.Write(Chart([["</script><!--", 1.5]])).Html;

        Assert.DoesNotContain("<", json);
        Assert.Equal("</script><!--", JsonDocument.Parse(json).RootElement.GetProperty("rows")[0][0].GetString());
    }

    [Fact]
    public void Write_values_come_back_as_what_they_are()
    {
        var rows = JsonDocument.Parse(ChartJson.Write(Chart([[null, double.NaN], [true, 1e-12], ["ä", long.MaxValue]])).Html).RootElement.GetProperty("rows");

        Assert.Equal("[[null,null],[true,1E-12],[\"ä\",9223372036854775807]]", JsonSerializer.Serialize(rows, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public void Write_a_value_of_no_known_type_throws() => Assert.Throws<ArgumentException>(() => ChartJson.Write(Chart([[new object(), 1]])));

    private static Chart Chart(IReadOnlyList<IReadOnlyList<object?>> rows) => new()
    {
        Id = "chart",
        Title = "",
        Caption = "",
        Description = "",
        Spec = new JsonObject(),
        Data = new ChartData(["a", "b"], rows),
    };
}
