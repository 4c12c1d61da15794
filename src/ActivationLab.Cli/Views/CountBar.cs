using System.Diagnostics;
using Spectre.Console.Rendering;

namespace ActivationLab.Cli.Views;

/// <summary>A bar for work that can be counted, where there is a screen that can show one; elsewhere nothing.</summary>
internal static class CountBar
{
    private static readonly TimeSpan BetweenFrames = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs work under a bar.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="name">What is counted: <c>initialisations</c>.</param>
    /// <param name="total">How many there are.</param>
    /// <param name="quiet">Show nothing.</param>
    /// <param name="work">Reports how many are done; has null where nothing is shown.</param>
    public static T Show<T>(Terminal terminal, string name, int total, bool quiet, Func<IProgress<int>?, T> work)
    {
        if (quiet || !terminal.IsLive)
            return work(null);
        var done = 0;
        var bars = new Bars(terminal);
        IRenderable Draw() => bars.Stack(new Bar(name, done, total, (double)done / total, ""));
        return LiveRegion.Show(terminal, Draw, region =>
        {
            var lastFrame = Stopwatch.StartNew();
            return work(new Progress(value =>
            {
                done = value;
                if (lastFrame.Elapsed < BetweenFrames && done < total)
                    return;
                region.Refresh();
                lastFrame.Restart();
            }));
        });
    }

    private sealed class Progress(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
