using System.Diagnostics;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Tests.Fuzz;

/// <summary>
/// Runs many cases, of which each must give a result or an error for people: no other exception, no line break or control character in a
/// message, no hang, no allocation out of proportion.
/// </summary>
internal sealed class FuzzRun
{
    // Nobody mistakes so long a wait for work; no case here takes more than a fraction of a second.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);
    private const long MostBytes = 256L << 20;

    private volatile int _case;
    private long _started;
    private Exception? _failure;

    /// <summary>Cases that gave a result.</summary>
    public int Accepted { get; private set; }

    /// <summary>Cases that gave an error for people.</summary>
    public int Refused { get; private set; }

    /// <summary>Runs the cases on a thread of their own and fails at the first that misbehaves, naming its number.</summary>
    public static FuzzRun Of(int cases, Action<int> one)
    {
        var run = new FuzzRun();
        var worker = new Thread(() => run.Work(cases, one)) { IsBackground = true };
        run._started = Stopwatch.GetTimestamp();
        worker.Start();
        while (!worker.Join(TimeSpan.FromSeconds(1)))
            Assert.True(Stopwatch.GetElapsedTime(Interlocked.Read(ref run._started)) < Hang, $"case {run._case} hangs");
        Assert.True(run._failure is null, $"case {run._case}: {run._failure}");
        return run;
    }

    /// <summary>Holds that the mutations were neither too weak nor too strong to test anything.</summary>
    public void AssertBothHappened(double leastAccepted, double leastRefused)
    {
        var all = (double)(Accepted + Refused);
        Assert.True(Accepted >= leastAccepted * all && Refused >= leastRefused * all, $"{Accepted} accepted, {Refused} refused");
    }

    private void Work(int cases, Action<int> one)
    {
        try
        {
            for (_case = 0; _case < cases; _case++)
            {
                Interlocked.Exchange(ref _started, Stopwatch.GetTimestamp());
                var before = GC.GetAllocatedBytesForCurrentThread();
                Try(one);
                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
            }
        }
        catch (Exception error)
        {
            _failure = error;
        }
    }

    private void Try(Action<int> one)
    {
        try
        {
            one(_case);
            Accepted++;
        }
        catch (UserException error)
        {
            IEnumerable<string> lines = error is ConfigurationException configuration ? configuration.Problems.Select(problem => problem.ToString()) : [error.Message];
            Assert.All(lines, line =>
            {
                Assert.NotEmpty(line);
                Assert.DoesNotContain(line, char.IsControl);
                Assert.DoesNotContain("   at ", line);
            });
            Assert.InRange(error.ExitCode, 1, 2);
            Refused++;
        }
    }
}
