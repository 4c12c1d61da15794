using System.Diagnostics;
using System.Globalization;
using ActivationLab.Experiments.Runs;

namespace ActivationLab.Experiments.Tests.Runs;

/// <summary>Lets tests start this assembly as processes of their own, to see what two processes do to one folder.</summary>
internal static class ChildProcess
{
    /// <summary>Entry point of such a process: <c>add-rows FOLDER CELL FIRST COUNT</c> adds the rows of that many seeds to an experiment's tables.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is not ["add-rows", var folder, var cell, var first, var count])
            return 2;
        var from = int.Parse(first, CultureInfo.InvariantCulture);
        for (var seed = from; seed < from + int.Parse(count, CultureInfo.InvariantCulture); seed++)
        {
            new ResultsTable(folder).Add(Rows.Run(cell, seed));
            // Trials take their time; without a pause, whoever just let go of a lock is the first to take it again.
            Thread.Sleep(Random.Shared.Next(5, 30));
        }
        return 0;
    }

    public static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [typeof(ChildProcess).Assembly.Location, .. arguments]) { RedirectStandardError = true })!;

    /// <summary>Another program that takes a lock file as <c>flock(2)</c> does and keeps it until it is killed.</summary>
    public static Process HoldLock(string path)
    {
        // exec: killing the process must not leave a child that inherited the lock.
        var holder = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", "exec 9>>\"$1\"; flock -n 9 || exit 1; echo held; exec sleep 600", "-", path])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());
        return holder;
    }
}
