using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Configuration;

/// <summary>What Python's jsonschema says of JSON texts.</summary>
internal static class SchemaVerdicts
{
    // Prints "valid" or "invalid" for each file.
    private const string Validate = """
        import json, sys
        import jsonschema
        schema = json.load(open(sys.argv[1]))
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        for path in sys.argv[2:]:
            error = next(validator.iter_errors(json.load(open(path))), None)
            print("valid" if error is None else "invalid")
        """;

    public static IReadOnlyList<string> Of(string schema, ConfigurationFolder folder, IEnumerable<string> jsonTexts)
    {
        var paths = jsonTexts.Select((text, i) => folder.Write($"{i}.json", text)).ToArray();
        return [.. Python.Run(Validate, [schema, .. paths]).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
