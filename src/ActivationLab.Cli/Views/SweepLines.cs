using System.Globalization;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Cli.Views;

/// <summary>What a sweep says in lines.</summary>
internal static class SweepLines
{
    private const int MostSeeds = 10;

    /// <summary>How many trials there are, and how they will be run.</summary>
    public static IReadOnlyList<string> Start(SweepStart start) =>
    [
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(start.Folder))}: {Size(start.Trials)}{Before(start.Before.Count)}",
        .. Clauses(start.Reason),
    ];

    /// <summary>A reason in lines: workers, then stacks; together they are wider than most screens.</summary>
    public static IReadOnlyList<string> Clauses(string reason) => reason.Split("; ", StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Cells times seeds: <c>60 trials: 12 cells with 5 seeds each</c>.</summary>
    public static string Size(IReadOnlyCollection<SweepTrial> trials)
    {
        var cells = trials.Select(trial => trial.Cell.Name).Distinct().Count();
        var seeds = trials.Select(trial => trial.Seed).Distinct().Count();
        return cells * seeds == trials.Count
            ? $"{Amount.Of(trials.Count, "trial")}: {Amount.Of(cells, "cell")} with {Amount.Of(seeds, "seed")}{(cells > 1 ? " each" : "")}"
            : $"{Amount.Of(trials.Count, "trial")} of {Amount.Of(cells, "cell")}";
    }

    /// <summary>Seeds: <c>42 to 46</c>, <c>1, 2, 7</c>; of very many the first ones.</summary>
    public static string Seeds(IReadOnlyList<long> seeds)
    {
        if (seeds.Count > 2 && seeds.Index().All(seed => seed.Item - seed.Index == seeds[0]))
            return FormattableString.Invariant($"{seeds[0]} to {seeds[^1]}");
        return string.Join(", ", seeds.Take(MostSeeds).Select(seed => seed.ToString(CultureInfo.InvariantCulture))) + (seeds.Count > MostSeeds ? ", …" : "");
    }

    /// <summary>The trials that need not be run.</summary>
    public static string Before(int count) => count switch
    {
        0 => "",
        1 => "; 1 has ended before",
        _ => $"; {Figures.Count(count)} have ended before",
    };

    /// <summary>A trial that has ended: <c>[12/60] ReLU, lr=0.1, seed 42: completed, test accuracy 98.30 %, dead 0.4 %, 35.2 s</c>.</summary>
    public static string Ended(string trial, RunRow row, int ended, int total)
    {
        var counter = $"[{ended.ToString(CultureInfo.InvariantCulture).PadLeft(total.ToString(CultureInfo.InvariantCulture).Length)}/{total}]";
        var status = row.Status.ToString().ToLowerInvariant();
        if (row.Status != RunStatus.Completed)
            return $"{counter} {trial}: {status} after {Amount.Of(row.LastEpoch, "epoch")}{(row.Message.Length > 0 ? $": {row.Message}" : "")}";
        string[] figures =
        [
            status,
            .. row.TestAccuracy is null ? [] : new[] { $"test accuracy {Figures.Percent(row.TestAccuracy)}" },
            .. row.DeadRatio is null ? [] : new[] { $"dead {Figures.Percent(row.DeadRatio, 1)}" },
            Figures.Duration(row.Seconds),
        ];
        return $"{counter} {trial}: {string.Join(", ", figures)}";
    }

    /// <summary>What goes on now: <c>2 running, 1 failed, 12 min 3 s left</c>.</summary>
    public static string Now(SweepTally tally, double elapsed)
    {
        var (running, failed, diverged) = (tally.Count(TrialPhase.Running), tally.Count(TrialPhase.Failed), tally.Count(TrialPhase.Diverged));
        string[] parts =
        [
            $"{running} running",
            .. failed > 0 ? [$"{failed} failed"] : Array.Empty<string>(),
            .. diverged > 0 ? [$"{diverged} diverged"] : Array.Empty<string>(),
            .. tally.SecondsLeft(elapsed) is { } left and > 0 ? [$"{Figures.Duration(left)} left"] : Array.Empty<string>(),
        ];
        return string.Join(", ", parts);
    }

    /// <summary>That the worker of a trial died, and what becomes of the trial.</summary>
    public static string Lost(string trial, string reason, bool willRetry) =>
        $"{trial}: {reason}; {(willRetry ? "it is tried once more" : "it counts as failed")}";
}
