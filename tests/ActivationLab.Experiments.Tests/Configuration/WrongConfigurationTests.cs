using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Tests.Configuration;

public sealed class WrongConfigurationTests : IDisposable
{
    private readonly ConfigurationFolder folder = new();

    public static TheoryData<string, string, int, int, string, string> Wrong
    {
        get
        {
            var rows = new TheoryData<string, string, int, int, string, string>();
            foreach (var wrong in WrongConfigurations.Structural.Concat(WrongConfigurations.Others))
                rows.Add(wrong.Extension, wrong.Text, wrong.Line, wrong.Column, wrong.Key, wrong.Message);
            return rows;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Load_wrong_configuration_gives_its_one_line(string extension, string text, int line, int column, string key, string message)
    {
        var path = folder.Write("wrong" + extension, text);

        var exception = Assert.Throws<ConfigurationException>(() => ExperimentLoader.Load(path, []));

        Assert.Equal(2, exception.ExitCode);
        var expected = $"{path}:{line}:{column}{(key.Length == 0 ? "" : " " + key)}: {message}";
        if (message.EndsWith(": ", StringComparison.Ordinal) || message.EndsWith(" at the end", StringComparison.Ordinal))
            Assert.StartsWith(expected, exception.Message);
        else
            Assert.Equal(expected, exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.DoesNotContain("   at ", exception.Message);
        Assert.Equal(exception.Problems, ExperimentLoader.Check(path, []));
    }

    [Fact]
    public void Load_many_mistakes_reports_all_in_the_order_of_the_file()
    {
        var path = folder.Write("many.yaml", """
            nme: x
            data: { name: mnsit, validation: 1 }
            model:
              channels: [32, x, 0]
              batch_norm: yes
              activation: { name: relu, negative_slope: 0.01 }
            train:
              epochs: 0
              optimizer: { name: sdg, lr: -1 }
            probe: { images: 49000 }
            """);

        var exception = Assert.Throws<ConfigurationException>(() => ExperimentLoader.Load(path, ["seed=x", "train.epohs=3"]));

        // That 49000 probe images are too many depends on the validation images, which are wrong themselves.
        Assert.Equal(
            [
                "1:1 nme", "2:15 data.name", "2:34 data.validation", "4:18 model.channels[1]", "4:21 model.channels[2]", "5:15 model.batch_norm",
                "6:29 model.activation.negative_slope", "8:11 train.epochs", "9:22 train.optimizer.name", "9:31 train.optimizer.lr",
                "0:0 train.epohs", "0:0 seed",
            ],
            exception.Problems.Select(problem => $"{problem.Line}:{problem.Column} {problem.Key}").OrderBy(text => text == "0:0 seed"));
        Assert.Equal(exception.Problems.Count, exception.Message.Split('\n').Length);
    }

    [Fact]
    public void Load_a_thousand_unknown_keys_reports_each()
    {
        var path = folder.Write("long.yaml", string.Concat(Enumerable.Range(0, 1000).Select(i => $"key{i}: 1\n")));

        Assert.Equal(1000, ExperimentLoader.Check(path, []).Count);
    }
}
