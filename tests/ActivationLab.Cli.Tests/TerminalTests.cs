namespace ActivationLab.Cli.Tests;

public class TerminalTests
{
    [Theory]
    [InlineData(true, "xterm", null, true, true)]
    [InlineData(true, "xterm", "", true, true)]
    [InlineData(true, "xterm", "1", true, false)]
    [InlineData(true, "dumb", null, false, false)]
    [InlineData(true, null, null, false, false)]
    [InlineData(false, "xterm", null, false, false)]
    public void IsLive_and_HasColors_follow_the_environment(bool isTerminal, string? term, string? noColor, bool live, bool colors)
    {
        using var lab = new Lab { ErrorIsTerminal = isTerminal };
        lab.Variables.Clear();
        if (term is not null)
            lab.Variables["TERM"] = term;
        if (noColor is not null)
            lab.Variables["NO_COLOR"] = noColor;

        Assert.Equal(live, lab.Terminal.IsLive);
        Assert.Equal(colors, lab.Terminal.HasColors);
    }
}
