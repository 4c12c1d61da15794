using System.Globalization;
using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Reports.Charts;

/// <summary>A small table.</summary>
/// <param name="Columns">Names in snake_case.</param>
/// <param name="Rows">A value a column: text, a number, a truth value or null.</param>
public sealed record ChartData(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    private const int Digits = 6;

    /// <summary>
    /// A table of records (or objects of an anonymous type): a column a property, named in snake_case. Numbers are rounded to six significant
    /// digits, which no eye can tell apart and a page is a third smaller for; one that is not finite is null, values of an enumeration are text.
    /// </summary>
    public static ChartData From<T>(IEnumerable<T> records) where T : class
    {
        var properties = typeof(T).GetProperties();
        return new ChartData(
            [.. properties.Select(property => SnakeCase.Of(property.Name))],
            [.. records.Select(record => (IReadOnlyList<object?>)[.. properties.Select(property => Plain(property.GetValue(record)))])]);
    }

    /// <summary>The rows as objects, as Vega takes them: a member a column, without those that are null.</summary>
    public JsonArray ToJson() => [.. Rows.Select(row =>
        (JsonNode)new JsonObject(Columns.Zip(row).Where(cell => cell.Second is not null)
            .Select(cell => KeyValuePair.Create(cell.First, (JsonNode?)JsonValue.Create(cell.Second)))))];

    private static object? Plain(object? value) => value switch
    {
        null => null,
        double number => Rounded(number),
        Enum named => SnakeCase.Of(named),
        string or bool or int or long => value,
        _ => throw new NotSupportedException($"a column of {value.GetType()} in a chart's table is not defined"),
    };

    private static object? Rounded(double number) =>
        double.IsFinite(number) ? double.Parse(number.ToString("G" + Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : null;
}
