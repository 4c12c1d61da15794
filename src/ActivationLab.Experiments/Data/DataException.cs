namespace ActivationLab.Experiments.Data;

/// <summary>A data file that is missing or must not be trained on. One line: the file, what is wrong, the cure. Exit code 1.</summary>
public sealed class DataException(string path, string problem, string cure, Exception? inner = null)
    : UserException($"{path}: {problem}; {cure}", 1, inner)
{
    /// <summary>The file or folder.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; } = problem;

    /// <summary>What to do.</summary>
    public string Cure { get; } = cure;
}
