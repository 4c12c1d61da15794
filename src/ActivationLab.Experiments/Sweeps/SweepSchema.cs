using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps.Definition;

namespace ActivationLab.Experiments.Sweeps;

/// <summary>Writes the JSON Schema (draft-07) of sweep files, by which editors complete keys and mark mistakes.</summary>
public static class SweepSchema
{
    /// <summary>The schema. It knows the keys of a sweep, but not which keys of an experiment are swept: those are dotted.</summary>
    public static string Write()
    {
        var name = ExperimentLoader.Shape.Find(SweepReader.Name)!.Schema();
        name.Remove("default");
        name["description"] = "name of the sweep and of its results folder; default: the file's name";
        var schema = new JsonObject
        {
            [ExperimentLoader.SchemaKey] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "ActivationLab sweep",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                [ExperimentLoader.SchemaKey] = Type("string"),
                [SweepReader.Name] = name,
                [SweepReader.Base] = Described("the experiment that is varied; the path is relative to this file", Type("string")),
                [SeedsReader.Key] = Described("how many seeds from the base's on, or which", new JsonObject
                {
                    ["oneOf"] = new JsonArray(
                        new JsonObject { ["type"] = "integer", ["minimum"] = 1 },
                        new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 }, ["minItems"] = 1, ["uniqueItems"] = true }),
                }),
                [SweepReader.Parameters] = Described("dotted keys of the experiment and the values of each; every combination is a cell", Parameters()),
                [VariantReader.Key] = Described("named sets of values, each under dotted keys as in --set", new JsonObject
                {
                    ["type"] = "object",
                    ["minProperties"] = 1,
                    ["additionalProperties"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["properties"] = new JsonObject { [VariantReader.Parameters] = Described("what is swept for this variant alone", Parameters()) },
                    },
                }),
                [SweepReader.Method] = Described("how cells are chosen", SweepReader.MethodShape.Schema()),
                [ExcludeReader.Key] = Described("rules: a cell that matches all keys of one is left out", new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["minProperties"] = 1,
                        ["properties"] = new JsonObject { [ExcludeReader.Variant] = Described("the name of a variant", Type("string")) },
                    },
                }),
                [SweepReader.Slurm] = Described("what a Slurm cluster is asked for, for each task", Slurm()),
            },
            ["required"] = new JsonArray(SweepReader.Base),
            ["additionalProperties"] = false,
        };
        return schema.ToJsonString(ExperimentSchema.Layout) + "\n";
    }

    private static JsonObject Parameters()
    {
        var values = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["uniqueItems"] = true };
        var inMapping = Object(new JsonObject { [ParameterReader.Values] = values.DeepClone() }, ParameterReader.Values);
        var range = Object(
            new JsonObject
            {
                [RangeReader.Min] = Type("number"),
                [RangeReader.Max] = Type("number"),
                [RangeReader.Scale] = RangeReader.Scales.Schema(),
            },
            RangeReader.Min, RangeReader.Max);
        return new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["oneOf"] = new JsonArray(values, inMapping, range) } };
    }

    // Where text is expected the reader takes a number too: gpus: 1.
    private static JsonObject Slurm()
    {
        var schema = SweepReader.SlurmShape.Schema();
        foreach (var (_, key) in schema["properties"]!.AsObject())
        {
            if (key!["type"]!.GetValue<string>() == "string")
                key["type"] = new JsonArray("string", "integer");
        }
        return schema;
    }

    private static JsonObject Object(JsonObject properties, params string[] required) => new()
    {
        ["type"] = "object",
        ["properties"] = properties,
        ["required"] = new JsonArray([.. required.Select(key => (JsonNode)key)]),
        ["additionalProperties"] = false,
    };

    private static JsonObject Type(string type) => new() { ["type"] = type };

    private static JsonObject Described(string description, JsonObject schema)
    {
        schema.Insert(0, "description", description);
        return schema;
    }
}
