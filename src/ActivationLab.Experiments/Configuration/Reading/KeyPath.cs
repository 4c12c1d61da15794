namespace ActivationLab.Experiments.Configuration.Reading;

/// <summary>Dotted keys.</summary>
internal static class KeyPath
{
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public static string Item(string path, int index) => $"{path}[{index}]";
}
