using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Tests.Charts;

public sealed class ChartDataTests
{
    [Fact]
    public void From_records_names_a_column_a_property_and_keeps_what_is_plain()
    {
        var data = ChartData.From([new { TestAccuracy = (double?)0.5, Seed = 42L, Status = RunStatus.Completed, Label = "ReLU, \"plain\"" }]);

        Assert.Equal(["test_accuracy", "seed", "status", "label"], data.Columns);
        Assert.Equal([0.5, 42L, "completed", "ReLU, \"plain\""], Assert.Single(data.Rows));
    }

    [Theory]
    [InlineData(0.86666666666, 0.866667)]
    [InlineData(123456789.0, 123457000.0)]
    [InlineData(-1.23456789e-30, -1.23457e-30)]
    [InlineData(0.0, 0.0)]
    [InlineData(double.NaN, null)]
    [InlineData(double.NegativeInfinity, null)]
    public void From_a_number_keeps_six_digits_and_none_that_is_not_finite(double number, double? kept) =>
        Assert.Equal(kept, Assert.Single(Assert.Single(ChartData.From([new { Number = number }]).Rows)));

    [Fact]
    public void ToJson_makes_objects_without_members_that_are_null() =>
        Assert.Equal(
            """[{"variant":"ReLU","mean":0.25},{"variant":"Leaky"}]""",
            ChartData.From([new { Variant = "ReLU", Mean = (double?)0.25 }, new { Variant = "Leaky", Mean = (double?)null }]).ToJson().ToJsonString());
}
