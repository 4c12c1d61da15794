using System.Collections.Concurrent;
using ActivationLab.Experiments.Sweeps.Workers;
using ActivationLab.Experiments.Tests.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Sweeps.Workers;

/// <summary>Processes that behave well and badly, as shell scripts.</summary>
public sealed class ProcessWorkerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Listener _listener = new();

    private string Log => _folder["logs", "3.log"];

    public void Dispose() => _folder.Dispose();

    [FactWithPath("/bin/bash")]
    public void Lines_go_both_ways_until_the_input_ends()
    {
        using var worker = Start("while read -r line; do echo \"got $line\"; done; echo bye");

        worker.Send("one");
        worker.Send("two");
        worker.EndInput();

        Assert.Equal(new WorkerEnd("ended with exit code 0"), _listener.WaitForEnd());
        Assert.Equal(["got one", "got two", "bye"], _listener.Lines);
        Assert.False(File.Exists(Log));
    }

    [FactWithPath("/bin/bash")]
    public void Threads_and_GPU_are_in_its_environment()
    {
        using var worker = Start("echo $OMP_NUM_THREADS $MKL_NUM_THREADS $OPENBLAS_NUM_THREADS $CUDA_VISIBLE_DEVICES", gpu: "GPU-7");

        _listener.WaitForEnd();

        Assert.Equal(["5 5 5 GPU-7"], _listener.Lines);
    }

    [FactWithPath("/bin/bash")]
    public void Signal_is_told_with_the_last_line_of_standard_error_and_all_of_it_is_in_the_log()
    {
        using var worker = Start("echo first >&2; echo \"terminate called after throwing 'std::bad_alloc'\" >&2; kill -ABRT $$");

        Assert.Equal(new WorkerEnd("ended by signal 6", "terminate called after throwing 'std::bad_alloc'"), _listener.WaitForEnd());
        Assert.Equal("first\nterminate called after throwing 'std::bad_alloc'\n", File.ReadAllText(Log));
    }

    [FactWithPath("/bin/bash")]
    public void Log_goes_on_where_an_earlier_worker_ended()
    {
        for (var i = 0; i < 2; i++)
        {
            using var worker = Start("echo no memory >&2; exit 1");
            Assert.Equal(new WorkerEnd("ended with exit code 1", "no memory"), _listener.WaitForEnd());
        }

        Assert.Equal("no memory\nno memory\n", File.ReadAllText(Log));
    }

    [FactWithPath("/bin/bash")]
    public void Kill_ends_it()
    {
        using var worker = Start("echo up; sleep 1000");
        _listener.WaitForLine();

        worker.Kill();

        Assert.Equal(new WorkerEnd("ended by signal 9"), _listener.WaitForEnd());
    }

    [FactWithPath("/bin/bash")]
    public void KillAll_ends_all_that_run()
    {
        var source = new ProcessWorkerSource("/bin/bash", "-c", "echo up; exec sleep 1000");
        var other = new Listener();
        using var first = source.Start(Settings(), _listener);
        using var second = source.Start(Settings(), other);
        _listener.WaitForLine();
        other.WaitForLine();

        source.KillAll();

        Assert.Equal(("ended by signal 9", "ended by signal 9"), (_listener.WaitForEnd().How, other.WaitForEnd().How));
    }

    [FactWithPath("/bin/bash")]
    public void Process_that_closes_its_output_and_lives_is_ended()
    {
        using var worker = Start("echo up; exec >&-; exec sleep 1000", patience: TimeSpan.FromMilliseconds(100));

        Assert.Equal("closed its output and was ended", _listener.WaitForEnd().How);
    }

    [FactWithPath("/bin/bash")]
    public void Half_line_and_endless_line_are_left_out()
    {
        using var worker = Start("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo whole; printf half");

        _listener.WaitForEnd();

        Assert.Equal(["whole"], _listener.Lines);
    }

    [FactWithPath("/bin/bash")]
    public void Dead_process_takes_no_words_and_nothing_is_thrown()
    {
        using var worker = Start("exec <&-; exit 3");
        Assert.Equal("ended with exit code 3", _listener.WaitForEnd().How);

        worker.Send("anybody there?");
        worker.Kill();
        worker.EndInput();
        worker.Log("nothing");
    }

    [Fact]
    public void Start_program_that_is_not_there_says_so()
    {
        var error = Assert.Throws<UserException>(() => new ProcessWorkerSource(_folder["nothing"]).Start(Settings(), _listener));

        Assert.StartsWith($"{_folder["nothing"]}: cannot be started as a worker process: ", error.Message);
    }

    private WorkerSettings Settings(string? gpu = null) => new(Number: 3, Threads: 5, gpu, Log);

    private IWorker Start(string script, string? gpu = null, TimeSpan? patience = null)
    {
        var source = new ProcessWorkerSource("/bin/bash", "-c", script) { MutePatience = patience ?? TimeSpan.FromMinutes(1) };
        return source.Start(Settings(gpu), _listener);
    }

    private sealed class Listener : IWorkerListener
    {
        private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

        private readonly BlockingCollection<WorkerEnd> _ends = [];
        private readonly SemaphoreSlim _heard = new(0);

        public ConcurrentQueue<string> Lines { get; } = [];

        public void Heard(string line)
        {
            Lines.Enqueue(line);
            _heard.Release();
        }

        public void Ended(WorkerEnd end) => _ends.Add(end);

        public void WaitForLine() => Assert.True(_heard.Wait(s_patience));

        public WorkerEnd WaitForEnd() => _ends.TryTake(out var end, s_patience) ? end : throw new TimeoutException("the worker did not end");
    }
}
