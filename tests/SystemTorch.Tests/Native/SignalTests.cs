using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Native;

/// <summary>Signals that come in the middle of a computation, such as those of a terminal that changes its size.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class SignalTests
{
    [Theory]
    [InlineData(5000, 784, 8)] // sums over many rows: the way back
    [InlineData(8, 3000, 64)] // over many inputs: the way there
    public void Signals_while_a_layer_computes_change_nothing(int rows, int inputs, int units)
    {
        using var window = PosixSignalRegistration.Create(PosixSignal.SIGWINCH, context => context.Cancel = true);
        using var scope = NewDisposeScope();
        using var layers = nn.Sequential(nn.Linear(inputs, units), nn.ReLU());
        var x = randn([rows, inputs]);
        var weight = layers.parameters().First();

        var expected = Gradient();
        var sent = 0;
        var (thread, done) = (GetThread(), false);
        var sender = new Thread(() =>
        {
            for (; !Volatile.Read(ref done); sent++)
            {
                Send(Environment.ProcessId, thread, WindowChanged);
                Thread.SpinWait(2000);
            }
        });
        sender.Start();
        for (var i = 0; i < 100; i++)
            Assert.True(expected.Equals(Gradient()));
        Volatile.Write(ref done, true);
        sender.Join();

        Assert.True(sent > 100, $"{sent} signals");

        Tensor Gradient()
        {
            layers.zero_grad();
            using var step = NewDisposeScope();
            layers.call(x).sum().backward();
            return weight.grad!.clone().MoveToOuterDisposeScope();
        }
    }

    private const int WindowChanged = 28;

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int GetThread();

    [LibraryImport("libc", EntryPoint = "tgkill")]
    private static partial int Send(int process, int thread, int signal);
}
