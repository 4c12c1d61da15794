namespace ActivationLab.Experiments.Configuration;

/// <summary>A configuration cannot be used. Carries all its problems; the message has one line for each. Exit code 2.</summary>
public sealed class ConfigurationException : UserException
{
    /// <summary>Makes one for at least one problem.</summary>
    public ConfigurationException(IReadOnlyList<ConfigurationProblem> problems) : base(string.Join('\n', problems), exitCode: 2) =>
        Problems = problems;

    /// <summary>All problems, in the order of the file, then those of the overrides.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }
}
