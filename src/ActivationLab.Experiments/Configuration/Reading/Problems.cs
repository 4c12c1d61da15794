namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Collects all that is wrong, and remembers which keys it spoils so that one cause gives one problem.</summary>
internal sealed class Problems
{
    private readonly List<ConfigurationProblem> all = [];
    private readonly HashSet<string> spoiled = [];

    /// <summary>All problems: the file's by position, then those of the overrides in their order.</summary>
    public IReadOnlyList<ConfigurationProblem> Sorted =>
        [.. all.OrderBy(problem => problem.Line == 0).ThenBy(problem => problem.Line).ThenBy(problem => problem.Column)];

    public int Count => all.Count;

    public void Add(SourcePosition position, string key, string message)
    {
        all.Add(new ConfigurationProblem(position.Source, position.Line, position.Column, OneLine.Of(key), OneLine.Whole(message)));
        Spoil(key);
    }

    /// <summary>The key's value is not what its author meant: what follows from it is no problem of its own.</summary>
    public void Spoil(string key) => spoiled.Add(key);

    /// <summary>Whether the key, something within it, or something around it is spoiled.</summary>
    public bool Touch(string key) => spoiled.Any(bad =>
        bad == key || Within(bad, key) || Within(key, bad));

    private static bool Within(string inner, string outer) =>
        inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal) && inner[outer.Length] is '.' or '[';
}
