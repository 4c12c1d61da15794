using ActivationLab.Experiments.Runs;
using ActivationLab.Models;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Training;

/// <summary>Gives a network the weights of a file, if they are its own.</summary>
public static class WeightsReader
{
    /// <summary>Loads every parameter and buffer; the network is unchanged if anything does not fit.</summary>
    /// <returns>The file's metadata.</returns>
    /// <exception cref="DamagedFileException">The file is damaged, or holds weights of another network: says what differs.</exception>
    /// <exception cref="UserException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Load(string path, Network network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var file = SafetensorsFile.Read(path);
        var stored = file.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var wanted = network.Module.state_dict();
        string[] differences =
        [
            .. wanted.Select(named => Difference(named.Key, named.Value, stored.GetValueOrDefault(named.Key))).OfType<string>(),
            .. stored.Keys.Where(name => !wanted.ContainsKey(name)).Select(name => $"{name} is not in the network"),
        ];
        if (differences.Length > 0)
        {
            var more = differences.Length == 1 ? "" : $" (and {differences.Length - 1} more differences)";
            throw new DamagedFileException(path, $"not the weights of this network: {differences[0]}{more}");
        }
        foreach (var (name, tensor) in wanted)
            tensor.copy_(WeightsFile.Convert(stored[name], CPU));
        return file.Metadata;
    }

    private static string? Difference(string name, Tensor wanted, SafetensorsTensor? stored)
    {
        if (stored is null)
            return $"{name} is missing";
        if (!stored.Shape.AsSpan().SequenceEqual(wanted.shape))
            return $"{name} has the shape {Shape(stored.Shape)}, not {Shape(wanted.shape)}";
        var dtype = WeightsFile.DtypeOf(wanted.dtype);
        return stored.Dtype == dtype ? null : $"{name} is {stored.Dtype}, not {dtype}";
    }

    private static string Shape(long[] sizes) => $"[{string.Join(", ", sizes)}]";
}
