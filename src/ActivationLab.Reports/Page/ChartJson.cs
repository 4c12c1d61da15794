using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ActivationLab.Reports.Charts;

namespace ActivationLab.Reports.Page;

/// <summary>A chart as the page's script reads it: its specification, and its rows as lists.</summary>
internal static class ChartJson
{
    // Escapes < and >, so that no text can end the element that it stands in.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>The element that the chart's figure names.</summary>
    public static Markup Element(Chart chart) =>
        Markup.Of($"<script type=\"application/json\" id=\"{ChartFigure.DataId(chart)}\">{Write(chart)}</script>");

    /// <summary>The JSON, safe inside a script element.</summary>
    public static Markup Write(Chart chart)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", chart.Id);
            json.WriteString("title", chart.Title);
            json.WritePropertyName("spec");
            chart.Spec.WriteTo(json);
            json.WritePropertyName("columns");
            JsonSerializer.Serialize(json, chart.Data.Columns);
            json.WriteStartArray("rows");
            foreach (var row in chart.Data.Rows)
            {
                json.WriteStartArray();
                foreach (var value in row)
                    WriteValue(json, value);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return new Markup(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    // JSON has no infinities; what is not finite is not drawn.
    private static void WriteValue(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or double.NaN or double.PositiveInfinity or double.NegativeInfinity:
                json.WriteNullValue();
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case double or float or int or long:
                json.WriteRawValue(CellText.Of(value));
                break;
            default:
                throw new ArgumentException($"a chart has no values of {value.GetType().Name}");
        }
    }
}
