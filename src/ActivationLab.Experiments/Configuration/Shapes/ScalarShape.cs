using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>A shape of one word or number.</summary>
internal abstract class ScalarShape : Shape
{
    /// <summary>What the value must be, in words: "a whole number".</summary>
    public abstract string Noun { get; }

    public override bool TryRead(ConfigNode node, string path, Problems problems, out object? value)
    {
        value = null;
        if (node is not ConfigScalar { Kind: not ScalarKind.Null } scalar)
            return Refuse(node, path, problems, $"must be {Noun}, not {node.Described}");
        return Parse(scalar, out value) is not { } message || Refuse(node, path, problems, message);
    }

    /// <summary>Reads the value; the result is what is wrong with it, or null.</summary>
    public abstract string? Parse(ConfigScalar scalar, out object? value);

    /// <summary>The message for a scalar of the wrong kind, which says so when only quotes make it wrong.</summary>
    protected string NotA(ConfigScalar scalar, bool rightWithoutQuotes) => scalar.Quoted && rightWithoutQuotes
        ? $"must be {Noun}, not text; remove the quotes: {scalar.Text}"
        : $"must be {Noun}, not {scalar.Described}";
}
