using System.Globalization;

namespace ActivationLab.Experiments.Tests.Sweeps.Definition;

public sealed class RandomCellsTests : IDisposable
{
    private const string Ranges = """
        parameters:
          train.optimizer.lr: { min: 1e-4, max: 1, scale: log }
          model.dropout: { min: 0.1, max: 0.5 }
          train.batch_size: { min: 16, max: 128, scale: log }
          train.epochs: { min: 1, max: 3 }
          model.activation.negative_slope: [0, 0.1]
        """;

    private readonly SweepFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Load_random_search_draws_so_many_different_cells_within_the_ranges()
    {
        var sweep = _files.Load($"{Ranges}\nmethod: {{ name: random, trials: 200 }}");

        Assert.Equal(200, sweep.Cells.Select(cell => cell.Name).Distinct().Count());
        Assert.All(sweep.Cells, cell =>
        {
            Assert.InRange(cell.Experiment.Train.Optimizer.LearningRate, 1e-4, 1);
            Assert.InRange(cell.Experiment.Model.Dropout, 0.1, 0.5);
            Assert.InRange(cell.Experiment.Train.BatchSize, 16, 128);
            Assert.InRange(cell.Experiment.Train.Epochs, 1, 3);
        });
    }

    [Fact]
    public void Load_random_search_is_decided_by_its_seed()
    {
        string[] Names(int seed) => [.. _files.Load($"{Ranges}\nmethod: {{ name: random, trials: 20, seed: {seed} }}").Cells.Select(cell => cell.Name)];

        Assert.Equal(Names(1), Names(1));
        Assert.Empty(Names(1).Intersect(Names(2)));
    }

    // Names of folders: a change of them would begin every random search anew.
    [Fact]
    public void Load_random_search_draws_what_it_always_drew()
    {
        var sweep = _files.Load($"{Ranges}\nmethod: {{ name: random, trials: 3, seed: 7 }}");
        Assert.Equal(
            ["0.00299607 0.381339 21 1 0", "0.111218 0.294292 27 3 0", "0.000918357 0.339836 84 3 0.1"],
            sweep.Cells.Select(cell => string.Join(' ', cell.Values.Select(value => value.Text))));
    }

    [Fact]
    public void Load_random_search_for_more_cells_or_over_more_keys_goes_on()
    {
        var few = _files.Load($"{Ranges}\nmethod: {{ name: random, trials: 10 }}");
        var many = _files.Load($"{Ranges}\nmethod: {{ name: random, trials: 30 }}");
        Assert.Equal(few.Cells.Select(cell => cell.Name), many.Cells.Take(10).Select(cell => cell.Name));

        var wider = _files.Load($"{Ranges}\n  train.label_smoothing: {{ min: 0, max: 0.2 }}\nmethod: {{ name: random, trials: 10 }}");
        Assert.Equal(few.Cells.Select(cell => cell.Values), wider.Cells.Select(cell => cell.Values.SkipLast(1)));
    }

    [Fact]
    public void Load_random_search_gives_variants_the_same_values()
    {
        var sweep = _files.Load("""
            parameters: { train.optimizer.lr: { min: 1e-4, max: 1, scale: log } }
            variants:
              ReLU: { model.activation: relu }
              Leaky: { parameters: { model.activation.negative_slope: { min: 0, max: 1 } } }
            method: { name: random, trials: 11 }
            """);

        Assert.Equal(["ReLU", "Leaky", "ReLU", "Leaky"], sweep.Cells.Take(4).Select(cell => cell.Variant));
        string[] Rates(string variant) => [.. sweep.Cells.Where(cell => cell.Variant == variant).Take(5).Select(cell => cell.Values[0].Text)];
        Assert.Equal(Rates("ReLU"), Rates("Leaky"));
        Assert.Equal(5, Rates("Leaky").Distinct().Count());
        Assert.Equal(11, sweep.Cells.Count);
    }

    // 12 combinations: all of them, though most draws are of one that was there.
    [Fact]
    public void Load_random_search_draws_duplicates_anew()
    {
        var sweep = _files.Load("""
            parameters: { train.epochs: { min: 1, max: 3 }, model.dropout: [0, 0.1, 0.2, 0.3] }
            method: { name: random, trials: 12 }
            """);
        Assert.Equal(12, sweep.Cells.Select(cell => cell.Name).Distinct().Count());
    }

    [Fact]
    public void Load_random_search_draws_excluded_cells_anew()
    {
        var sweep = _files.Load("""
            parameters: { train.epochs: { min: 1, max: 100 }, model.dropout: [0, 0.1] }
            method: { name: random, trials: 20 }
            exclude: [{ model.dropout: 0.1 }]
            """);
        Assert.Equal(20, sweep.Cells.Count);
        Assert.All(sweep.Cells, cell => Assert.Equal(0, cell.Experiment.Model.Dropout));
    }

    // Kolmogorov's test at 1 in 1000 for 2000 draws: the largest distance between the two distribution functions is below 1.95 / √n.
    [Fact]
    public void Load_random_search_spreads_numbers_evenly_over_their_scale()
    {
        var sweep = _files.Load("""
            parameters:
              train.optimizer.lr: { min: 1e-4, max: 1, scale: log }
              model.dropout: { min: 0.1, max: 0.5 }
              model.activation.negative_slope: { min: -1, max: 0.5 }
            method: { name: random, trials: 2000 }
            """);

        double[] Shares(int place, Func<double, double> share) =>
            [.. sweep.Cells.Select(cell => share(double.Parse(cell.Values[place].Text, CultureInfo.InvariantCulture))).Order()];
        foreach (var shares in new[] { Shares(0, lr => (Math.Log10(lr) + 4) / 4), Shares(1, p => (p - 0.1) / 0.4), Shares(2, a => (a + 1) / 1.5) })
        {
            var distance = shares.Select((share, i) => Math.Max(Math.Abs(share - ((double)i / shares.Length)), Math.Abs(share - ((i + 1.0) / shares.Length)))).Max();
            Assert.InRange(distance, 0, 1.95 / Math.Sqrt(shares.Length));
        }
    }

    // n has the share of the range from n to n + 1: of 1, 2 and 3 on a log scale 1/2, log(3/2)/log 4 and log(4/3)/log 4.
    [Theory]
    [InlineData("linear", 1 / 3.0, 1 / 3.0)]
    [InlineData("log", 0.5, 0.29248125)]
    public void Load_random_search_draws_whole_numbers_by_their_share(string scale, double one, double two)
    {
        var sweep = _files.Load($"parameters: {{ train.epochs: {{ min: 1, max: 3, scale: {scale} }}, model.dropout: {{ min: 0, max: 0.9 }} }}\nmethod: {{ name: random, trials: 3000 }}");

        double Share(int epochs) => sweep.Cells.Count(cell => cell.Experiment.Train.Epochs == epochs) / 3000.0;
        Assert.InRange(Share(1), one - 0.03, one + 0.03); // 3.3 standard deviations
        Assert.InRange(Share(2), two - 0.03, two + 0.03);
        Assert.InRange(Share(3), 1 - one - two - 0.03, 1 - one - two + 0.03);
    }
}
