using System.Text;

namespace ActivationLab.Experiments.Tests.Configuration;

/// <summary>A folder for configurations that is gone after the test.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("activationlab-configuration-").FullName;

    public string At(string name) => Path.Combine(Root, name);

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file and returns its path.</summary>
    public string Write(string name, byte[] content)
    {
        File.WriteAllBytes(At(name), content);
        return At(name);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
