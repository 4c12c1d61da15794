using System.Globalization;

namespace ActivationLab.Experiments.Sweeps;

/// <summary>Where and how the trials of a sweep run: nothing here changes their numbers on one machine, save threads and stacks, by rounding.</summary>
public sealed record SweepRunOptions
{
    /// <summary>The folder above all experiments. Default <c>runs</c>.</summary>
    public string RunsFolder { get; init; } = "runs";

    /// <summary>The folder of the data sets; null for <c>ACTIVATIONLAB_DATA</c>, else the user's cache.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Worker processes; null for one a core on a CPU, one a GPU else.</summary>
    public int? Jobs { get; init; }

    /// <summary>Whether trials of one shape train together.</summary>
    public StackChoice Stack { get; init; } = StackChoice.Auto;

    /// <summary>Stop at the first trial that fails or diverges; those that run are stopped with a checkpoint.</summary>
    public bool FailFast { get; init; }

    /// <summary>The command line, for the record.</summary>
    public string CommandLine { get; init; } = "";
}

/// <summary>How many trials of one shape train together as one stack of networks.</summary>
/// <param name="Members">So many at most; 1 for none, null for as many as a short timed trial finds best.</param>
public readonly record struct StackChoice(int? Members)
{
    /// <summary>As many as a short timed trial finds best.</summary>
    public static StackChoice Auto => new(null);

    /// <summary>Every trial alone.</summary>
    public static StackChoice Off => new(1);

    /// <summary>The choice as it is given on the command line: <c>auto</c>, <c>off</c> or the number.</summary>
    public override string ToString() => Members switch
    {
        null => "auto",
        1 => "off",
        { } members => members.ToString(CultureInfo.InvariantCulture),
    };
}
