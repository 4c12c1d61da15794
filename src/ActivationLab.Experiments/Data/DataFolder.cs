namespace ActivationLab.Experiments.Data;

/// <summary>Where the data sets are kept.</summary>
public static class DataFolder
{
    /// <summary>The environment variable that names the folder.</summary>
    public const string Variable = "ACTIVATIONLAB_DATA";

    /// <summary>
    /// The folder of the data sets, as a full path: <paramref name="explicitFolder"/>, else <c>ACTIVATIONLAB_DATA</c>, else
    /// <c>activationlab</c> in the user's cache (<c>XDG_CACHE_HOME</c>, else <c>~/.cache</c>). It need not exist.
    /// </summary>
    /// <param name="explicitFolder">What the user said, or null.</param>
    /// <param name="environment">Reads an environment variable; null for the process's own.</param>
    /// <exception cref="UserException">There is no home folder either (exit code 1).</exception>
    public static string Resolve(string? explicitFolder = null, Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        if (!string.IsNullOrWhiteSpace(explicitFolder))
            return Path.GetFullPath(explicitFolder);
        if (environment(Variable) is { } named && !string.IsNullOrWhiteSpace(named))
            return Path.GetFullPath(named);

        // The XDG base directory specification: a relative path there is invalid and is ignored.
        if (environment("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "activationlab");
        if (environment("HOME") is { } home && Path.IsPathRooted(home))
            return Path.Combine(home, ".cache", "activationlab");
        throw new UserException($"no folder for the data sets: neither {Variable} nor HOME is set; set {Variable} to a folder");
    }
}
