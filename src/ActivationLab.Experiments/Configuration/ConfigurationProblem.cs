namespace ActivationLab.Experiments.Configuration;

/// <summary>One thing wrong with a configuration. Prints as one line: <c>file:line:column key: what is wrong</c>.</summary>
/// <param name="Source">The file as it was named, or the override (<c>--set key=value</c>).</param>
/// <param name="Line">Line from 1; 0 when the problem is not at one line (a missing file, an override).</param>
/// <param name="Column">Column from 1, in UTF-16 characters; 0 when there is no line.</param>
/// <param name="Key">The dotted key (<c>train.optimizer.lr</c>, <c>model.channels[1]</c>); empty for the whole file.</param>
/// <param name="Message">What is wrong and, where it can be said, how to mend it. One line.</param>
public sealed record ConfigurationProblem(string Source, int Line, int Column, string Key, string Message)
{
    /// <summary>The line to print.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{Source}:{Line}:{Column}" : Source;
        return Key.Length == 0 ? $"{place}: {Message}" : $"{place}{(Line > 0 ? " " : ": ")}{Key}: {Message}";
    }
}
