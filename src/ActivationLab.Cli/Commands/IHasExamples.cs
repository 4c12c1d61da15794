namespace ActivationLab.Cli.Commands;

/// <summary>A command that shows in its help what somebody would type.</summary>
internal interface IHasExamples
{
    /// <summary>Command lines, the simplest first.</summary>
    IReadOnlyList<string> Examples { get; }
}
