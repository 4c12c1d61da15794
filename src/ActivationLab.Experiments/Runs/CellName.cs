using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Runs;

/// <summary>Names a cell (one configuration over all its seeds) for people and for the file system: <c>cnn-leaky_relu-0.01-3f2a9c1b</c>.</summary>
public static class CellName
{
    private const int LongestWords = 80;

    /// <summary>
    /// Network, activation and the activation's settings, then 8 hexadecimal digits of the SHA-256 of the resolved configuration:
    /// the same configuration always has the same name, two different ones have different names.
    /// </summary>
    /// <remarks>
    /// Three keys do not count: the name is the folder above, the seed the folder below, and the device says where the numbers are
    /// computed and not what they mean, so that a run may go on on another machine.
    /// </remarks>
    public static string Of(Experiment experiment)
    {
        var canonical = ExperimentYaml.Write(experiment with { Name = "x", Seed = 0, Device = "auto" });
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))[..8];
        string[] words = [SettingsName.Of(experiment.Model), .. Words(experiment.Model)];
        return $"{FileSystemSafe(string.Join('-', words))}-{hash}";
    }

    private static IEnumerable<string> Words(NetworkSettings model) => model.Activation is { } same
        ? [SettingsName.Of(same), .. Values(same)]
        : ["mixed", .. model.Activations!.Select(SettingsName.Of).Distinct()];

    private static IEnumerable<string> Values(object settings) => SettingsValues.Of(settings)
        .Select(setting => setting.Value is Enum named ? SnakeCase.Of(named) : Convert.ToString(setting.Value, CultureInfo.InvariantCulture)!);

    private static string FileSystemSafe(string words)
    {
        var safe = new string([.. words.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_')]);
        return safe.Length <= LongestWords ? safe : safe[..LongestWords];
    }
}
