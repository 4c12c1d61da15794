using System.Text;
using ActivationLab.Experiments;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Reports.Comparisons;
using ActivationLab.Reports.Reading;
using ActivationLab.Reports.Tables;
using ActivationLab.Reports.Tests.Support;

namespace ActivationLab.Reports.Tests.Fuzz;

public sealed class StudyFuzzTests : IDisposable
{
    private const int Cases = 250;

    private static readonly string[] s_scraps =
        ["nan", "inf", "-inf", "1e308", "-1", "0", "", ",", "\"", "\n", "\r\n", "completed", "diverged", "relu", "mixed", "../..", "\0", "é", "9223372036854775807", "{name: ", "=;"];

    private readonly StudyFiles _files = new();
    private readonly Random _random = new(2021);

    public void Dispose() => _files.Dispose();

    // Whatever was done to the tables: tables come out, or one line that says what is wrong.
    [Fact]
    public void Compare_damaged_tables_gives_a_comparison_or_one_line()
    {
        _files.Write([.. Enumerable.Range(1, 4).SelectMany(seed => new[]
        {
            StudyFiles.Relu(seed, 0.8 + 0.01 * seed), StudyFiles.Leaky(0.1, seed, 0.9 - 0.02 * seed), StudyFiles.Diverged(StudyFiles.Leaky(0.2, seed)),
        })]);
        _files.Plan([.. Enumerable.Range(1, 4).SelectMany(seed => new[]
        {
            new PlannedTrialRow { Cell = "mlp-relu-11111111", Seed = seed, Settings = "model.activation=relu" },
            new PlannedTrialRow { Cell = "mlp-leaky_relu-0.1-22222222", Seed = seed, Settings = "model.activation={name: leaky_relu, negative_slope: 0.1}" },
        })]);
        var plan = Path.Combine(_files.Folder, "sweep", "trials.csv");
        var (results, trials) = (File.ReadAllText(_files.Results), File.ReadAllText(plan));
        var (compared, refused) = (0, 0);
        for (var number = 0; number < Cases; number++)
        {
            File.WriteAllBytes(_files.Results, number % 4 == 3 ? Encoding.UTF8.GetBytes(results) : Damage(results));
            File.WriteAllBytes(plan, number % 4 == 3 ? Damage(trials) : Encoding.UTF8.GetBytes(trials));
            try
            {
                var comparison = Comparer.Compare(StudyReader.Read(_files.Folder), new ComparisonOptions());
                var table = ComparisonTable.Of(comparison);
                Assert.All([table.ToCsv(), table.ToMarkdown(), table.ToLatex(), Finding.Of(comparison)], Assert.NotEmpty);
                compared++;
            }
            catch (UserException error)
            {
                Assert.DoesNotContain(error.Message, char.IsControl);
                refused++;
            }
        }
        Assert.True(compared > Cases / 10 && refused > Cases / 10, $"{compared} compared, {refused} refused");
    }

    private byte[] Damage(string text)
    {
        var at = _random.Next(text.Length);
        var length = Math.Min(_random.Next(1, 12), text.Length - at);
        var damaged = _random.Next(5) switch
        {
            0 => text.Remove(at, length),
            1 => text.Insert(at, s_scraps[_random.Next(s_scraps.Length)]),
            2 => text[..at],
            3 => Swap(text),
            _ => text.Remove(at, length).Insert(at, s_scraps[_random.Next(s_scraps.Length)]),
        };
        var bytes = Encoding.UTF8.GetBytes(damaged);
        if (bytes.Length > 0 && _random.Next(5) == 0)
            bytes[_random.Next(bytes.Length)] = (byte)_random.Next(256);
        return bytes;
    }

    // A value in place of another's.
    private string Swap(string text)
    {
        var lines = text.Split('\n');
        var cells = lines[_random.Next(1, lines.Length - 1)].Split(',');
        var line = string.Join(',', cells.Select(cell => _random.Next(8) == 0 ? s_scraps[_random.Next(11)] : cell));
        lines[_random.Next(1, lines.Length - 1)] = line;
        return string.Join('\n', lines);
    }
}
