using System.Runtime.InteropServices;

namespace ActivationLab.Cli.Tests;

public class InterruptionTests
{
    [Fact]
    public void Receive_first_signal_cancels_and_second_ends_the_process()
    {
        using var lab = new Lab { ErrorIsTerminal = true };
        using var interruption = new Interruption(lab.Terminal, quiet: false) { Consequence = "finishing files" };

        Assert.True(interruption.Receive(PosixSignal.SIGTERM));
        Assert.True(interruption.Token.IsCancellationRequested);
        Assert.Equal("finishing files… (again to stop at once)\n", lab.Lines);

        Assert.False(interruption.AtOnce.IsCancellationRequested);

        Assert.False(interruption.Receive(PosixSignal.SIGINT));
        Assert.True(interruption.AtOnce.IsCancellationRequested);
        Assert.Equal(PosixSignal.SIGTERM, interruption.Signal);
        Assert.EndsWith("\e[?25h", lab.Lines);
    }

    [Fact]
    public void Receive_patient_passes_over_all_but_the_first()
    {
        using var lab = new Lab();
        using var interruption = new Interruption(lab.Terminal, quiet: false) { IsPatient = true };

        Assert.True(interruption.Receive(PosixSignal.SIGTERM));
        Assert.True(interruption.Receive(PosixSignal.SIGTERM));

        Assert.False(interruption.AtOnce.IsCancellationRequested);
        Assert.Equal("stopping…\n", lab.Lines);
    }

    [Fact]
    public void Receive_quiet_says_nothing()
    {
        using var lab = new Lab();
        using var interruption = new Interruption(lab.Terminal, quiet: true);

        Assert.True(interruption.Receive(PosixSignal.SIGINT));

        Assert.Empty(lab.Lines);
    }
}
