using System.Runtime.CompilerServices;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Native;

public sealed class LifetimeTests
{
    [Fact]
    public void Every_use_after_Dispose_says_so()
    {
        var gone = zeros([2]);
        using var other = zeros([2]);
        gone.Dispose();
        gone.Dispose();
        Assert.True(gone.IsInvalid);
        Assert.Equal("disposed", gone.ToString());
        Action[] uses =
        [
            () => _ = gone.Handle, () => _ = gone.shape, () => _ = gone.dtype, () => _ = gone.grad, () => gone.grad = other, () => other.grad = gone,
            () => _ = gone.bytes.Length, () => gone.backward(), () => gone.requires_grad_(), () => gone.add(other), () => other.add(gone),
            () => gone.add_(1), () => cat([other, gone]), () => gone.item<float>(), () => gone.cpu(), () => gone.stride(),
        ];
        foreach (var use in uses)
            Assert.Throws<ObjectDisposedException>(use);

        var generator = new Generator(1);
        generator.Dispose();
        generator.Dispose();
        Assert.Throws<ObjectDisposedException>(() => generator.manual_seed(2));
        Assert.Throws<ObjectDisposedException>(() => rand([1], generator: generator));
    }

    [Fact]
    public void Scope_returns_the_count_of_native_tensors_to_its_start()
    {
        var before = LiveTensors.Settled();
        using (NewDisposeScope())
        {
            var x = randn([4, 4], requires_grad: true);
            var loss = (x.mm(x.t()) * 2 + 1).relu().sum();
            loss.backward();
            _ = x.grad!.max(0);
            Assert.True(NativeMethods.st_live_tensors() > before);
        }
        Assert.Equal(before, NativeMethods.st_live_tensors());
    }

    [Fact]
    public void Error_in_an_expression_leaves_nothing_behind_its_scope()
    {
        var before = LiveTensors.Settled();
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() =>
        {
            using var scope = NewDisposeScope();
            _ = (ones([2, 3]) * 2).mm(ones([2, 3]));
        });
        Assert.Equal(before, NativeMethods.st_live_tensors());
    }

    [Fact]
    public void Finalizer_frees_what_nobody_disposed()
    {
        var before = LiveTensors.Settled();
        Abandon();
        Assert.Equal(before, LiveTensors.Settled());

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Abandon()
        {
            for (var i = 0; i < 100; i++)
                _ = zeros([10]);
            _ = new Generator(3).manual_seed(4);
        }
    }

    [Fact]
    public void Tensors_abandoned_in_calls_live_until_the_call_is_done()
    {
        // Each receiver is garbage as soon as its handle is read; a finalizer that came too soon would make the call fail.
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
                GC.Collect(0);
        });
        collector.Start();
        for (var i = 0; i < 5_000; i++)
        {
            Assert.Equal(3, zeros([3]).shape[0]);
            Assert.Equal(6f, (ones([3]) + 1).sum().item<float>());
        }
        stop.Cancel();
        collector.Join();
    }

    [Fact]
    public void Many_threads_compute_at_once()
    {
        var before = LiveTensors.Settled();
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, seed =>
        {
            using var scope = NewDisposeScope();
            for (var i = 1; i <= 40; i++)
            {
                using var inner = NewDisposeScope();
                var x = full([3, 3], (double)(seed + i), float64, requires_grad: true);
                x.mm(x).sum().backward();
                Assert.Equal(6.0 * (seed + i), x.grad!.max().item<double>(), 9);
                Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => x.view(7));
            }
        });
        Assert.Equal(before, LiveTensors.Settled());
    }

    [Fact]
    public void Tensors_of_one_thread_are_used_and_freed_on_others()
    {
        var before = LiveTensors.Settled();
        var tensors = Enumerable.Range(0, 500).Select(i => tensor((double)i)).ToArray();
        Parallel.ForEach(tensors, one =>
        {
            using var twice = one * 2;
            using (one)
                Assert.Equal(2 * one.item<double>(), twice.item<double>());
        });
        Assert.Equal(before, LiveTensors.Settled());
    }
}
