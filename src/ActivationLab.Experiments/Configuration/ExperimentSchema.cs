using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActivationLab.Experiments.Configuration;

/// <summary>Writes the JSON Schema (draft-07) of experiment files, by which editors complete keys and mark mistakes.</summary>
public static class ExperimentSchema
{
    internal static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema, from the same metadata as the loader's checks. It knows keys, types, ranges and kinds, but no check across keys.</summary>
    public static string Write()
    {
        var schema = new JsonObject
        {
            [ExperimentLoader.SchemaKey] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "ActivationLab experiment",
        };
        foreach (var (keyword, constraint) in ExperimentLoader.Shape.Schema())
            schema[keyword] = constraint?.DeepClone();
        var properties = schema["properties"]!.AsObject();
        // Its default is the file's name, which a schema cannot say.
        properties["name"]!.AsObject().Remove("default");
        properties.Insert(0, ExperimentLoader.SchemaKey, new JsonObject { ["type"] = "string" });
        return schema.ToJsonString(Layout) + "\n";
    }
}
