using ActivationLab.Reports.Tables;

namespace ActivationLab.Reports.Tests.Tables;

public sealed class LatexTableTests
{
    [Theory]
    [InlineData("a_b", @"a\_b")]
    [InlineData("50 % & #1 $x$", @"50 \% \& \#1 \$x\$")]
    [InlineData(@"{a}\b", @"\{a\}\textbackslash{}b")]
    [InlineData("~^", @"\textasciitilde{}\textasciicircum{}")]
    [InlineData("±−≥<>", @"$\pm$$-$$\geq$$<$$>$")]
    [InlineData("\"a\" (\"b\")", "``a'' (``b'')")]
    [InlineData("|`", @"\textbar{}\textasciigrave{}")]
    [InlineData("[1, 2]", "{[}1, 2{]}")]
    public void Escape_leaves_nothing_that_LaTeX_takes_for_a_command(string text, string expected) => Assert.Equal(expected, LatexTable.Escape(text));
}
