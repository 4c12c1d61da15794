using System.Text.Json.Nodes;
using ActivationLab.Experiments.Configuration.Reading;

namespace ActivationLab.Experiments.Configuration.Shapes;

/// <summary>What a setting may hold: how to read it with checks, write it, and describe it to an editor.</summary>
internal abstract class Shape
{
    /// <summary>Reads a value, or reports why it cannot. A value may be null (<c>auto</c>).</summary>
    public abstract bool TryRead(ConfigNode node, string path, Problems problems, out object? value);

    /// <summary>Writes a value; null when its key is to be left out.</summary>
    public abstract ConfigNode? Write(object? value);

    /// <summary>The JSON Schema (draft-07) of the values that can be read.</summary>
    public abstract JsonObject Schema();

    /// <summary>Reports a node of the wrong kind, unless its problem was reported before.</summary>
    protected static bool Refuse(ConfigNode node, string path, Problems problems, string message)
    {
        if (node is ConfigRejected)
            problems.Spoil(path);
        else if (node is ConfigScalar { Kind: ScalarKind.Null })
            problems.Add(node.Position, path, "has no value; give one or remove the key");
        else
            problems.Add(node.Position, path, message);
        return false;
    }
}
