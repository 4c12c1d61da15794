using System.Text;
using System.Text.RegularExpressions;

namespace SystemTorch.Tests.Conformance;

/// <summary>
/// An API as lines of text, and what of it another API lacks. As a caller sees it: whether a member is abstract, virtual or sealed does not
/// matter, and a member counts where a base type has it. An accessor or a base that the other lacks is reported too.
/// </summary>
internal sealed partial class ApiList
{
    private readonly Dictionary<string, HashSet<string>> _members = [];
    private readonly Dictionary<string, string[]> _bases = [];
    private readonly Dictionary<string, string> _definitions = [];

    public ApiList(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var (owner, member) = line.Split(" :: ", 2) is [var left, var right] ? (left, right) : throw new FormatException(line);
            if (!_members.TryGetValue(owner, out var own))
                _members.Add(owner, own = []);
            own.UnionWith(Facts(ModifierOfSubclasses().Replace(member, "")));
            if (member.StartsWith("type ", StringComparison.Ordinal))
            {
                _bases[owner] = Bases(member);
                _definitions[Definition(owner)] = owner;
            }
        }
    }

    /// <summary>The members that another API does not have on the same type or on a base type of it, each named with its type.</summary>
    /// <param name="other">The API to look in.</param>
    /// <param name="types">Knows the base types, where <paramref name="other"/> lists no types.</param>
    public IReadOnlyList<string> MissingFrom(ApiList other, ApiList? types = null) =>
    [
        .. _members.SelectMany(type => type.Value.Except(other.Inherited(type.Key, types ?? other)).Select(member => $"{type.Key} :: {member}"))
            .Order(StringComparer.Ordinal),
    ];

    private HashSet<string> Inherited(string owner, ApiList types)
    {
        HashSet<string> seen = [], found = [];
        Visit(owner);
        return found;

        void Visit(string type)
        {
            if (!seen.Add(type))
                return;
            found.UnionWith(_members.GetValueOrDefault(type, []));
            foreach (var parent in types._bases.GetValueOrDefault(type, []))
            {
                found.Add(BaseFact(parent));
                Visit(types._definitions.GetValueOrDefault(Definition(parent), parent));
            }
        }
    }

    // A line says several things: that there is a property, and that it can be set; that there is a type, and what it derives from.
    private static IEnumerable<string> Facts(string member)
    {
        if (Accessors().Match(member) is { Success: true } accessors)
        {
            var property = member[..accessors.Index];
            return accessors.Groups[1].Captures.Select(accessor => $"{property} {{ {accessor.Value} }}").Prepend(property);
        }
        return member.StartsWith("type ", StringComparison.Ordinal)
            ? Bases(member).Select(BaseFact).Prepend(member[..member.IndexOf(" :", StringComparison.Ordinal)])
            : [member];
    }

    private static string BaseFact(string parent) => $"base {parent}";

    private static string[] Bases(string member) => [.. SplitBases(member[(member.IndexOf(" :", StringComparison.Ordinal) + 2)..])];

    // A base type is listed as it is used, Module<Tensor,Tensor>, and its members as it is defined, Module<T,TResult>: both are Module``.
    private static string Definition(string type)
    {
        var definition = new StringBuilder();
        foreach (var (text, depth) in Depths(type))
        {
            if (depth == 0)
                definition.Append(text);
            else if (depth == 1 && text is '<' or ',')
                definition.Append('`');
        }
        return definition.ToString();
    }

    private static IEnumerable<string> SplitBases(string list)
    {
        var separated = string.Concat(Depths(list).Select(at => at is (',', 0) ? '\n' : at.Text));
        return separated.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    // Each character with the number of brackets around it; a bracket is inside itself.
    private static IEnumerable<(char Text, int Depth)> Depths(string text)
    {
        var depth = 0;
        foreach (var letter in text)
        {
            if (letter is '<' or '(')
                depth++;
            yield return (letter, depth);
            if (letter is '>' or ')')
                depth--;
        }
    }

    [GeneratedRegex(@"\b(abstract|virtual|override|sealed) ")]
    private static partial Regex ModifierOfSubclasses();

    [GeneratedRegex(@" \{(?: (get;|set;|init;))* \}$")]
    private static partial Regex Accessors();
}
