using System.Globalization;

namespace ActivationLab.Experiments.Sweeps.Stacking;

/// <summary>How many networks train together, and what that was decided by.</summary>
/// <param name="Members">Networks of a stack; 1 for none.</param>
/// <param name="Timings">Seconds a step of so many networks together, in the order in which they were timed.</param>
internal sealed record StackSize(int Members, IReadOnlyList<(int Members, double Seconds)> Timings)
{
    // Twice in a row: small stacks may have to pay for stacking before larger ones gain.
    private const int Disappointments = 2;

    /// <summary>Seconds that a step of one network takes in the chosen stack, the others being trained meanwhile; null if nothing was timed.</summary>
    public double? SecondsPerStep => Timings.Where(timing => timing.Members == Members).Select(timing => (double?)(timing.Seconds / timing.Members)).FirstOrDefault();

    /// <summary>The decision and the figures behind it, in words.</summary>
    public string Reason
    {
        get
        {
            if (Timings is not [(1, var alone), ..])
                return "";
            var together = Timings.Skip(1).ToArray();
            if (together.Length == 0)
                return $"a step takes {Milliseconds(alone)}";
            var timing = Members > 1 ? together.First(timing => timing.Members == Members) : together.MinBy(timing => timing.Seconds / timing.Members);
            var comparison = $"a step of {timing.Members} networks takes {Milliseconds(timing.Seconds)} together, {Milliseconds(timing.Members * alone)} one after another";
            return Members > 1 ? $"stacks of {Members}: {comparison}" : $"no stacks: {comparison}";
        }
    }

    /// <summary>Tries 1, 2, 4, … networks together, as long as that raises the networks trained a second.</summary>
    /// <param name="most">No more than so many.</param>
    /// <param name="leastGain">The least factor by which more together must be faster than fewer.</param>
    /// <param name="secondsPerStep">Times so many networks together; null where that cannot be done, for want of memory.</param>
    public static StackSize Choose(int most, double leastGain, Func<int, double?> secondsPerStep)
    {
        var timings = new List<(int Members, double Seconds)>();
        var (best, disappointments) = (0, 0);
        for (var members = 1; members <= most && disappointments < Disappointments; members *= 2)
        {
            if (secondsPerStep(members) is not { } seconds)
                break;
            timings.Add((members, seconds));
            if (best == 0 || Rate(timings.Count - 1) > leastGain * Rate(best - 1))
                (best, disappointments) = (timings.Count, 0);
            else
                disappointments++;
        }
        return new StackSize(best == 0 ? 1 : timings[best - 1].Members, timings);

        double Rate(int index) => timings[index].Members / timings[index].Seconds;
    }

    private static string Milliseconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{1000 * seconds:0.##} ms");
}
