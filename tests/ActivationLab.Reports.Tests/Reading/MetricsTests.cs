using System.Reflection;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Reading;

public sealed class MetricsTests
{
    public static TheoryData<string> Names => [.. Metrics.All.Select(metric => metric.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Find_gives_the_figure_of_the_column_of_that_name(string name)
    {
        var property = typeof(RunRow).GetProperties().Single(property => SnakeCase.Of(property.Name) == name);
        var row = StudyFiles.Relu(1);
        Set(row, property, 7);

        Assert.Equal(7.0, Metrics.Find(name).Of(row));
    }

    [Fact]
    public void Of_an_infinite_figure_is_none() =>
        Assert.Null(Metrics.Find("test_loss").Of(StudyFiles.Relu(1) with { TestLoss = double.PositiveInfinity }));

    [Theory]
    [InlineData("test_acuracy", "(did you mean test_accuracy?)")]
    [InlineData("dead-ratio", "(did you mean dead_ratio?)")]
    [InlineData("quux", "the figures are test_accuracy, ")]
    public void Find_a_wrong_name_says_the_nearest_and_all(string name, string expected)
    {
        var error = Assert.Throws<UserException>(() => Metrics.Find(name));

        Assert.Equal(2, error.ExitCode);
        Assert.Contains(expected, error.Message);
        Assert.Contains("images_per_second", error.Message);
    }

    private static void Set(RunRow row, PropertyInfo property, double value) =>
        property.SetValue(row, Convert.ChangeType(value, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType));
}
