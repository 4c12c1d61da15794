namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>What a YAML or JSON text says, before anything is known of its meaning.</summary>
internal abstract class ConfigNode(SourcePosition position)
{
    public SourcePosition Position { get; } = position;

    /// <summary>The node in a message: "must be a number, not …".</summary>
    public abstract string Described { get; }
}

/// <summary>A node whose problem was already reported: whoever meets it stays silent.</summary>
internal sealed class ConfigRejected(SourcePosition position) : ConfigNode(position)
{
    public override string Described => "something unreadable";
}

/// <summary>What a scalar is by its spelling alone.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Number,
    Text,
}

/// <summary>One value. Quoted scalars are always text.</summary>
internal sealed class ConfigScalar(string text, ScalarKind kind, SourcePosition position = default, bool quoted = false) : ConfigNode(position)
{
    public string Text { get; } = text;

    public ScalarKind Kind { get; } = kind;

    public bool Quoted { get; } = quoted;

    public override string Described => Quoted ? $"\"{OneLine.Of(Text)}\"" : OneLine.Of(Text);
}

/// <summary>Values in order.</summary>
internal sealed class ConfigList(IReadOnlyList<ConfigNode> items, SourcePosition position = default) : ConfigNode(position)
{
    public IReadOnlyList<ConfigNode> Items { get; } = items;

    public override string Described => "a list";
}
