using System.Text;
using ActivationLab.Experiments.Configuration;

namespace ActivationLab.Experiments.Tests.Configuration;

/// <summary>Damaged files: whatever they hold, the loader answers with an experiment or with its problems.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Mutants = 1000;

    private static readonly string[] Scraps =
    [
        "[", "]", "{", "}", ":", ",", "\"", "'", "&a ", "*a", "!!str ", "!", "%", "@", "`", "|", ">", "?", "-", "- ", "#", "\t", "\n", "\r", " ", "---\n", "...\n",
        "null", "~", "yes", ".nan", "1e999", "-0", "0x1", "\\", "\\ud800", "<<: *a", "é", "\u2028", "😀", "\ufeff", "//", "/*", "name", "lr", "mlp", "[[[[[[[[",
        "{a: ", "99999999999999999999", "\"name\": ", "\0", "auto",
    ];

    private readonly ConfigurationFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mnist-mlp-prelu.yaml")]
    [InlineData("mnist-cnn-leaky.yaml")]
    [InlineData("cnn-leaky.json")]
    public void Load_mutated_file_gives_an_experiment_or_its_problems(string name)
    {
        var original = File.ReadAllBytes(ShippedFiles.PathOf(name));
        var random = new Random(20240501);
        var (accepted, refused) = (0, 0);
        for (var i = 0; i < Mutants; i++)
        {
            var path = folder.Write("mutant" + Path.GetExtension(name), Mutate(original, random));
            try
            {
                // What is accepted can be written and read again: nothing half-read slips through.
                var written = ExperimentYaml.Write(ExperimentLoader.Load(path, []));
                Assert.Equal(written, ExperimentYaml.Write(ExperimentLoader.Load(folder.Write("written.yaml", written), [])));
                accepted++;
            }
            catch (ConfigurationException exception)
            {
                Assert.NotEmpty(exception.Problems);
                Assert.All(exception.Problems, problem => Assert.DoesNotContain(problem.ToString(), char.IsControl));
                refused++;
            }
        }
        Assert.True(accepted > Mutants / 50 && refused > Mutants / 5, $"{accepted} accepted, {refused} refused: the mutations are too weak or too strong");
    }

    [Fact]
    public void Load_with_mutated_overrides_gives_an_experiment_or_its_problems()
    {
        var path = ShippedFiles.PathOf("mnist-cnn-leaky.yaml");
        var random = new Random(7);
        string[] originals = ["train.optimizer.lr=0.01", "model.channels=[16, 32]", "model.activation.name=prelu", "data={name: cifar10}", "model=mlp"];
        for (var i = 0; i < Mutants; i++)
        {
            var overrides = originals.Where(_ => random.Next(2) == 0)
                .Select(text => Encoding.UTF8.GetString(Mutate(Encoding.UTF8.GetBytes(text), random))).ToList();
            Assert.All(ExperimentLoader.Check(path, overrides), problem => Assert.DoesNotContain(problem.ToString(), char.IsControl));
        }
    }

    [Theory]
    [InlineData("[", ".yaml")]
    [InlineData("{", ".yaml")]
    [InlineData("- ", ".yaml")]
    [InlineData("? ", ".yaml")]
    [InlineData("a: ", ".yaml")]
    [InlineData("a:\n", ".yaml")]
    [InlineData("&a ", ".yaml")]
    [InlineData("!a ", ".yaml")]
    [InlineData("---\n", ".yaml")]
    [InlineData("# \n", ".yaml")]
    [InlineData("'", ".yaml")]
    [InlineData("9", ".yaml")]
    [InlineData("[", ".json")]
    [InlineData("{\"a\":", ".json")]
    [InlineData("9", ".json")]
    [InlineData("\n", ".json")]
    public void Load_one_mebibyte_of_the_same_ends_in_problems(string scrap, string extension)
    {
        var text = new StringBuilder().Insert(0, scrap, (1 << 20) / scrap.Length).ToString();

        Assert.NotEmpty(ExperimentLoader.Check(folder.Write("same" + extension, text), []));
    }

    [Theory]
    [InlineData("channels: [", "x, ", "]", ".yaml")]
    [InlineData("", "? a\n", "", ".yaml")]
    [InlineData("{\"model\": {\"name\": \"mlp\", \"hidden\": [0", ",0", "]}}", ".json")]
    [InlineData("{\"a\": 1", ",\"seed\":1", "}", ".json")]
    [InlineData("seed: ", "9", "", ".yaml")]
    [InlineData("name: \"", "\\n", "\"", ".yaml")]
    public void Load_large_file_of_mistakes_ends_in_problems(string start, string scrap, string end, string extension)
    {
        var text = new StringBuilder(start).Insert(start.Length, scrap, (1 << 20) / scrap.Length - 100).Append(end).ToString();

        Assert.NotEmpty(ExperimentLoader.Check(folder.Write("mistakes" + extension, text), []));
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var text = original.ToList();
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Count + 1);
            var length = Math.Min(random.Next(1, 12), text.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    text.RemoveRange(at, length);
                    break;
                case 1:
                    text.InsertRange(random.Next(text.Count + 1), text.GetRange(at, length));
                    break;
                case 2 when at < text.Count:
                    text[at] = (byte)random.Next(256);
                    break;
                case 3 when at < text.Count && char.IsAsciiDigit((char)text[at]):
                    text[at] = (byte)('0' + random.Next(10));
                    break;
                default:
                    text.InsertRange(at, Encoding.UTF8.GetBytes(Scraps[random.Next(Scraps.Length)]));
                    break;
            }
        }
        return [.. text];
    }
}
