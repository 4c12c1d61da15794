using System.Globalization;

namespace ActivationLab.Experiments.Training;

/// <summary>
/// Says at which ends of epochs a trial is saved: a save waits for the disk, which short epochs would spend more time on than on learning.
/// So a killed trial loses that much work at most, or an epoch where that is longer.
/// </summary>
/// <param name="seconds">From the end of a save to the next at least; 0 for one after each epoch.</param>
/// <param name="time">The clock.</param>
internal sealed class SavePace(double seconds, TimeProvider time)
{
    /// <summary>The environment variable for the seconds between two saves.</summary>
    public const string Variable = "ACTIVATIONLAB_SAVE_SECONDS";

    /// <summary>Where nothing else is said.</summary>
    public const double DefaultSeconds = 1;

    private long _since = time.GetTimestamp();

    /// <summary>Whether the end of an epoch is to be saved.</summary>
    public bool IsDue => time.GetElapsedTime(_since).TotalSeconds >= seconds;

    /// <summary>Counts from now: the trial begins, or has been saved.</summary>
    public void Restart() => _since = time.GetTimestamp();

    /// <summary>The seconds between two saves: those given, else the variable's, else <see cref="DefaultSeconds"/>.</summary>
    /// <param name="given">What the caller says, or null.</param>
    /// <param name="environment">Reads an environment variable; null for the process's own.</param>
    /// <exception cref="UserException">The variable is no number of seconds (exit code 2).</exception>
    public static double Resolve(double? given, Func<string, string?>? environment = null)
    {
        if (given is { } known)
            return known;
        if ((environment ?? Environment.GetEnvironmentVariable)(Variable) is not { Length: > 0 } text)
            return DefaultSeconds;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            ? seconds
            : throw new UserException($"{Variable}={text}: is not a number of seconds; give one, 0 to save after every epoch, or leave it out for {DefaultSeconds}", 2);
    }
}
