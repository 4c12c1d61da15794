namespace ActivationLab.Experiments.Sweeps.Slurm;

/// <summary>Time limits as Slurm writes them.</summary>
internal static class TimeLimit
{
    /// <summary>
    /// The duration of <c>minutes</c>, <c>minutes:seconds</c>, <c>hours:minutes:seconds</c>, <c>days-hours</c>, <c>days-hours:minutes</c>
    /// or <c>days-hours:minutes:seconds</c>; null for none (<c>0</c>).
    /// </summary>
    public static TimeSpan? Parse(string text)
    {
        var days = text.Split('-');
        var parts = Array.ConvertAll(days[^1].Split(':'), double.Parse);
        var limit = (days.Length > 1, parts) switch
        {
            (true, [var hours, .. var rest]) => TimeSpan.FromDays(double.Parse(days[0])) + TimeSpan.FromHours(hours)
                + TimeSpan.FromMinutes(rest.ElementAtOrDefault(0)) + TimeSpan.FromSeconds(rest.ElementAtOrDefault(1)),
            (false, [var hours, var minutes, var seconds]) => TimeSpan.FromHours(hours) + TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(seconds),
            (false, [var minutes, var seconds]) => TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(seconds),
            (false, [var minutes]) => TimeSpan.FromMinutes(minutes),
            _ => TimeSpan.Zero,
        };
        return limit > TimeSpan.Zero ? limit : null;
    }
}
