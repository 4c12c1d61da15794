using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ActivationLab.Models.Stacks;

/// <summary>
/// How the parameters of all members of a stack lie in one tensor [members, numbers]: a row is a member, and in all rows a parameter has the
/// same place. Learned slopes come last. Where members learn different numbers of slopes, the place has room for the most of them.
/// </summary>
public sealed class ParameterRows
{
    private readonly IReadOnlyList<Network> _members;
    private readonly Dictionary<string, (long Start, long Length)> _places = [];

    internal ParameterRows(IReadOnlyList<Network> members)
    {
        _members = members;
        var slopes = members.SelectMany(member => member.Blueprint.SlopeNames).Distinct().ToArray();
        var weights = members[0].Parameters.Keys.Except(slopes).ToArray();
        foreach (var name in weights)
            Add(name);
        SlopesStart = Length;
        foreach (var name in slopes)
            Add(name);
        Names = [.. weights, .. slopes];

        void Add(string name)
        {
            var longest = members.Max(member => member.Parameters.TryGetValue(name, out var parameter) ? parameter.numel() : 0);
            _places.Add(name, (Length, longest));
            Length += longest;
        }
    }

    /// <summary>Numbers of a row.</summary>
    public long Length { get; private set; }

    /// <summary>Where the learned slopes start; <see cref="Length"/> if no member learns any.</summary>
    public long SlopesStart { get; }

    /// <summary>The parameters' names, in the order of their places.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Numbers of each place, in order.</summary>
    internal long[] Lengths => [.. Names.Select(name => _places[name].Length)];

    /// <summary>The part of a tensor [members, numbers] that belongs to a member's parameter, as a view in its shape.</summary>
    /// <param name="rows">The parameters, or what an optimizer remembers of them.</param>
    /// <param name="member">Number of the member, from 0.</param>
    /// <param name="name">Name of a parameter that the member has.</param>
    public Tensor View(Tensor rows, int member, string name)
    {
        var parameter = _members[member].Parameters[name];
        return rows.select(0, member).narrow(0, _places[name].Start, parameter.numel()).view(parameter.shape);
    }

    /// <summary>Room for all parameters, of zeros, where the members' are.</summary>
    internal Tensor Zeros()
    {
        var like = _members[0].Parameters.Values.First();
        return zeros([_members.Count, Length], dtype: like.dtype, device: like.device);
    }

    /// <summary>Copies the members' parameters into their rows.</summary>
    internal void Gather(Tensor rows)
    {
        foreach (var (member, name, parameter) in All())
            View(rows, member, name).copy_(parameter);
    }

    /// <summary>Copies a row into its member's parameters.</summary>
    internal void Scatter(Tensor rows, int member)
    {
        foreach (var (name, parameter) in _members[member].Parameters)
            parameter.copy_(View(rows, member, name));
    }

    private IEnumerable<(int Member, string Name, Parameter Parameter)> All() =>
        _members.Index().SelectMany(member => member.Item.Parameters.Select(named => (member.Index, named.Key, named.Value)));
}
