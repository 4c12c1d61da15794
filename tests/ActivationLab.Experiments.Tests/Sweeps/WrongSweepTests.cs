using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;

namespace ActivationLab.Experiments.Tests.Sweeps;

public sealed class WrongSweepTests : IDisposable
{
    private readonly SweepFiles _files = new();

    /// <summary>What follows <c>base: base.yaml</c>, and the one problem that it has.</summary>
    public static TheoryData<string, string> Mistakes => new()
    {
        { "seed: 3", "sweep.yaml:2:1 seed: unknown key of a sweep (did you mean seeds?)" },
        { "colour: 3", "sweep.yaml:2:1 colour: unknown key of a sweep; the keys here are name, base, seeds, parameters, variants, method, exclude, slurm" },
        { "name: a b", "sweep.yaml:2:7 name: must be 1 to 100 letters, digits, dots, dashes or underscores, and begin with a letter or digit, not a b" },
        { "seeds: 0", "sweep.yaml:2:8 seeds: must be from 1 to 1000000, not 0" },
        { "seeds: many", "sweep.yaml:2:8 seeds: must be a whole number, not many" },
        { "seeds: []", "sweep.yaml:2:8 seeds: has no seeds: give one at least" },
        { "seeds:", "sweep.yaml:2:7 seeds: must be how many seeds, or a list of them, not nothing" },
        { "seeds: { a: 1 }", "sweep.yaml:2:8 seeds: must be how many seeds, or a list of them, not a mapping" },
        { "seeds: [1, -2]", "sweep.yaml:2:12 seeds[1]: must be at least 0, not -2" },
        { "seeds: [1, 2, 1]", "sweep.yaml:2:15 seeds[2]: seed 1 is given twice" },
        { "seeds: 600000\nparameters: { train.epochs: [1, 2] }", "sweep.yaml:1:1 seeds: 2 cells with 600,000 seeds are 1,200,000 trials, more than a sweep can have (1,000,000)" },
        { "parameters: [1]", "sweep.yaml:2:13 parameters: must be a mapping of dotted keys to lists of values, not a list" },
        { "parameters: { train.epochs: 3 }", "sweep.yaml:2:29 parameters.train.epochs: must be a list of values, such as [0.1, 0.01], or { min, max, scale } for random search, not 3" },
        { "parameters: { train.epochs: [] }", "sweep.yaml:2:29 parameters.train.epochs: has no values: give some, or remove the parameter" },
        { "parameters: { train.epochs: [1, 1] }", "sweep.yaml:2:33 parameters.train.epochs[1]: 1 is given twice" },
        { "parameters: { train.epochs: { valeus: [1] } }", "sweep.yaml:2:31 parameters.train.epochs.valeus: unknown key (did you mean values?)" },
        { "parameters: { train.epochs: { values: [1], min: 2 } }", "sweep.yaml:2:29 parameters.train.epochs: has values and a range: give one of them" },
        { "parameters: { train.epochs: { min: 1, max: 2 } }", "sweep.yaml:2:29 train.epochs: a range is for random search: give a list of values, or write method: { name: random, trials: 20 }" },
        { "parameters: { trian.epochs: [1, 2] }", "sweep.yaml:2:15 trian: unknown key (did you mean train?) (in cell trian.epochs=1 and in 1 more cell)" },
        { "parameters: { train.epoch: [1, 2, 3] }", "sweep.yaml:2:15 train.epoch: unknown key (did you mean epochs?) (in cell train.epoch=1 and in 2 more cells)" },
        { "parameters: { train..epochs: [1] }", "sweep.yaml:2:15 train..epochs: must be a dotted key, such as train.optimizer.lr" },
        { "parameters: { train.epochs: [1, 0] }", "sweep.yaml:2:33 train.epochs: must be from 1 to 100000, not 0 (in cell train.epochs=0)" },
        { "parameters: { train.epochs: [1, two] }", "sweep.yaml:2:33 train.epochs: must be a whole number, not two (in cell train.epochs=two)" },
        { "parameters: { model.hidden: [16, 8] }", "sweep.yaml:2:30 model.hidden: must be a list: [16] (in cell model.hidden=16)|sweep.yaml:2:34 model.hidden: must be a list: [8] (in cell model.hidden=8)" },
        { "parameters: { model.init.a: [0.1, 1e-1] }", "sweep.yaml:2:35 model.init.a: the configuration is the same as that of cell model.init.a=0.1: leave one of them out (in cell model.init.a=1e-1)" },
        { "parameters: { seed: [1, 2] }", "sweep.yaml:2:15 parameters.seed: is not swept as a parameter: every cell is trained with all seeds; write seeds: 10, or seeds: [1, 2, 3]" },
        { "parameters: { name: [a] }", "sweep.yaml:2:15 parameters.name: is not swept: all cells of a sweep lie in one folder; the sweep's own name names it" },
        { "variants: { A: { device: cpu } }", "sweep.yaml:2:18 variants.A.device: is not swept: it says where numbers are computed, not what they mean; set it for all with --set device=…" },
        { "parameters: { \"model.activations[0]\": [relu] }", "sweep.yaml:2:15 model.activations[0]: a list is set as a whole: model.activations=[…]" },
        { "parameters: { train.epochs: [1], train: [{ epochs: 3 }] }", "sweep.yaml:2:42 parameters.train[0]: write dotted keys, such as train.epochs: a mapping would set every other key of train back to its default|sweep.yaml:2:34 train: sets train.epochs back, which is set before it: write it first, or leave one out" },
        { "variants: []", "sweep.yaml:2:11 variants: must be a mapping of names to what they change, such as ReLU: { model.activation: relu }, not a list" },
        { "variants: {}", "sweep.yaml:2:11 variants: has no variants: give some, or remove the key" },
        { "variants: { ReLU: relu }", "sweep.yaml:2:19 variants.ReLU: must be a mapping of dotted keys to values, such as { model.activation: relu }, or {} for the base as it is" },
        { "variants: { \"\": {} }", "sweep.yaml:2:13 variants.: the name of a variant is 1 to 80 printable characters, without spaces at its ends" },
        { "variants: { A: {}, A: {} }", "sweep.yaml:2:20 variants.A: is given twice, first in line 2" },
        { "variants: { Adam: { train.optimizer: adma } }", "sweep.yaml:2:38 train.optimizer.name: must be one of sgd, adam, adamw, not adma (did you mean adam?) (in cell Adam)" },
        { "variants: { A: { train: { epochs: 3 } } }", "sweep.yaml:2:25 variants.A.train: write dotted keys, such as train.epochs: a mapping would set every other key of train back to its default" },
        { "variants: { A: { model: { dropout: 0.1 } } }", "sweep.yaml:2:25 variants.A.model: say of which name it is, or write dotted keys, such as model.dropout" },
        { "variants: { A: { train.epochs: 1 }, B: { train.epochs: 1 } }", "sweep.yaml:2:37 variants.B: the configuration is the same as that of cell A: leave one of them out (in cell B)" },
        { "variants: { A: { model.activation.negative_slope: 0.1, model.activation: leaky_relu } }", "sweep.yaml:2:56 model.activation: sets model.activation.negative_slope back, which is set before it in variant A: write it first, or leave one out" },
        { "parameters: { train.epochs: [1, 2] }\nvariants: { A: { train.epochs: 1 } }", "sweep.yaml:2:15 train.epochs: is set twice in variant A, of which only this would count: leave one out" },
        {
            "parameters: { model.activation.negative_slope: [0, 0.1] }\nvariants: { ReLU: { model.activation: relu }, Leaky: {} }",
            "sweep.yaml:2:15 model.activation.negative_slope: not a key of relu, but of leaky_relu; sweep it only for the variants that have it, in parameters within them (in cell ReLU, model.activation.negative_slope=0 and in 1 more cell)"
        },
        { "variants: { A: { parameters: { train.epoch: [1] } } }", "sweep.yaml:2:32 train.epoch: unknown key (did you mean epochs?) (in cell A, train.epoch=1)" },
        { "method: gird", "sweep.yaml:2:9 method.name: must be one of grid, random, not gird (did you mean grid?)" },
        { "method: random", "sweep.yaml:2:9 method.trials: is missing: how many cells to draw, such as { name: random, trials: 20 }" },
        { "method: { trials: 5 }", "sweep.yaml:2:11 method.trials: not a key of grid, which is assumed without a name, but of random" },
        { "method: { name: random, trials: 2, sede: 1 }", "sweep.yaml:2:36 method.sede: unknown key of random (did you mean seed?)" },
        { "method: { name: random, trials: 5 }\nparameters: { train.epochs: [1, 2] }", "sweep.yaml:2:9 method.trials: 5 different cells cannot be drawn: there are hardly more than 2; ask for fewer, or widen what is drawn from" },
        { "method: { name: random, trials: 2 }\nparameters: { train.optimizer.lr: { min: 0, max: 1, scale: log } }", "sweep.yaml:3:42 parameters.train.optimizer.lr.min: must be above 0 on a log scale" },
        { "method: { name: random, trials: 2 }\nparameters: { train.optimizer.lr: { min: 1, max: 1 } }", "sweep.yaml:3:42 parameters.train.optimizer.lr.min: must be below max" },
        { "method: { name: random, trials: 2 }\nparameters: { train.optimizer.lr: { min: 1 } }", "sweep.yaml:3:35 parameters.train.optimizer.lr.max: is missing: a range goes from min to max" },
        { "method: { name: random, trials: 2 }\nparameters: { train.optimizer.lr: { min: 1, max: 2, scale: lgo } }", "sweep.yaml:3:60 parameters.train.optimizer.lr.scale: must be one of linear, log, not lgo (did you mean log?)" },
        { "method: { name: random, trials: 2 }\nparameters: { train.epochs: { min: 1.5, max: 9 } }", "sweep.yaml:3:36 parameters.train.epochs.min: must be a whole number, as the swept key holds whole numbers" },
        { "method: { name: random, trials: 2 }\nparameters: { model.activation: { min: 1, max: 2 } }", "sweep.yaml:3:33 parameters.model.activation: model.activation is not a number, and has no range: give a list of its values" },
        { "exclude: { train.epochs: 2 }", "sweep.yaml:2:10 exclude: must be a list of rules, such as - { variant: ReLU, train.optimizer.lr: 0.1 }, not a mapping" },
        { "exclude: [{}]", "sweep.yaml:2:11 exclude[0]: must be a mapping of keys to the values of the cells to leave out, not an empty one" },
        { "exclude: [{ variant: ReLU }]", "sweep.yaml:2:22 exclude[0].variant: names a variant, but the sweep has none" },
        { "variants: { ReLU: { model.activation: relu } }\nexclude: [{ variant: RelU }]", "sweep.yaml:3:22 exclude[0].variant: must be the name of a variant, not RelU (did you mean ReLU?)" },
        { "exclude: [{ train.optimiser.lr: 2 }]", "sweep.yaml:2:13 exclude[0].train.optimiser.lr: unknown key (did you mean train.optimizer.lr?)" },
        { "exclude: [{ seed: 2 }]", "sweep.yaml:2:13 exclude[0].seed: is not swept as a parameter: every cell is trained with all seeds; write seeds: 10, or seeds: [1, 2, 3]" },
        { "parameters: { train.epochs: [1, 2] }\nexclude: [{ train.epochs: 3 }]", "sweep.yaml:3:11 exclude[0]: matches no cell: train.epochs is 1, 2" },
        { "parameters: { train.epochs: [1, 2], model.dropout: [0, 0.5] }\nexclude: [{ train.epochs: 1 }, { train.epochs: 2 }]", "sweep.yaml:3:11 exclude: leaves no cell of the sweep" },
        { "variants: { A: { train.epochs: 1 }, B: { train.epochs: 3 } }\nexclude: [{ variant: A, train.epochs: 3 }]", "sweep.yaml:3:11 exclude[0]: matches no cell: train.epochs is 1" },
        { "slurm: { partion: gpu }", "sweep.yaml:2:10 slurm.partion: unknown key (did you mean partition?)" },
        { "slurm: { time: soon }", "sweep.yaml:2:16 slurm.time: must be minutes, minutes:seconds, hours:minutes:seconds or days-hours:minutes:seconds, not soon" },
        { "slurm: { cpus: 0 }", "sweep.yaml:2:16 slurm.cpus: must be from 1 to 1024, not 0" },
    };

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Load_mistake_is_reported_where_it_is(string text, string problems) =>
        Assert.Equal(problems.Split('|').Order(), _files.Problems(text).Order());

    [Fact]
    public void Load_many_mistakes_are_reported_at_once_in_the_order_of_the_file()
    {
        var problems = _files.Problems("""
            seeds: [1, 1]
            parameters:
              train.epoch: [1, 2]
              train.optimizer.lr: [0.1, 1e6]
            variants: { ReLU: { model.activaton: relu } }
            slurm: { gpu: 1 }
            """, ["train.batch_size=0"]);

        string[] beginnings =
        [
            "sweep.yaml:2:12 seeds[1]: ", "sweep.yaml:4:3 train.epoch: ", "sweep.yaml:5:29 train.optimizer.lr: ",
            "sweep.yaml:6:21 model.activaton: ", "sweep.yaml:7:10 slurm.gpu: ", "--set train.batch_size=0: train.batch_size: ",
        ];
        Assert.Equal(beginnings.Length, problems.Count);
        Assert.All(beginnings.Zip(problems), pair => Assert.StartsWith(pair.First, pair.Second));
    }

    [Fact]
    public void Load_base_that_is_wrong_is_said_once_and_not_of_every_cell()
    {
        _files.Write("base.yaml", SweepFiles.Base.Replace("batch_size: 100", "batch_size: 0"));
        Assert.Equal("base.yaml:4:33 train.batch_size: must be from 1 to 60000, not 0", _files.Problem("parameters: { train.epochs: [1, 2] }").Split('/')[^1]);
    }

    [Fact]
    public void Load_combination_that_cannot_run_names_its_cell()
    {
        var problem = _files.Problem("parameters: { train.warmup_epochs: [0, 3], train.epochs: [2, 4] }");
        Assert.StartsWith("sweep.yaml:2:40 train.warmup_epochs: the warm-up must be shorter than the training", problem);
        Assert.EndsWith("(in cell train.warmup_epochs=3; train.epochs=2)", problem);
    }

    [Theory]
    [InlineData("", ":1:1 base: is missing: the experiment that is varied, such as base: ../mnist-mlp-leaky.yaml")]
    [InlineData("base:", ":1:6 base: must be the path of an experiment's file, not nothing")]
    [InlineData("base: [a]", ":1:7 base: must be the path of an experiment's file, not a list")]
    [InlineData("base: bsae.yaml", ":1:7 base: bsae.yaml: no such file (did you mean base.yaml?)")]
    [InlineData("base: .", ":1:7 base: .: is a folder, not a configuration file")]
    [InlineData("base: wrong.yaml", ":1:7 base: wrong.yaml is a sweep itself: name an experiment's file")]
    public void Load_base_that_cannot_be_read_is_reported_at_its_key(string text, string problem)
    {
        var path = _files.Write("wrong.yaml", text + "\nseeds: 2");
        var error = Assert.Throws<ConfigurationException>(() => SweepLoader.Load(path, []));
        var shown = Assert.Single(_files.Lines(error)).Replace(_files.Root, ".");
        Assert.Equal("wrong.yaml" + (text.Length == 0 ? ":2:1" + problem[4..] : problem), shown);
    }

    [Theory]
    [InlineData("train.epochs", "--grid train.epochs: must be key=value,value, such as train.optimizer.lr=0.1,0.01")]
    [InlineData("=1", "--grid =1: must be key=value,value, such as train.optimizer.lr=0.1,0.01")]
    [InlineData("train.epochs=", "--grid train.epochs=: train.epochs: has no values: give some, or remove the parameter")]
    [InlineData("train.epochs=1,,2", "--grid train.epochs=1,,2: train.epochs: has a comma with no value beside it")]
    [InlineData("train.epochs=1, ", "--grid train.epochs=1, : train.epochs: has a comma with no value beside it")]
    [InlineData("train.epochs=1,1", "--grid train.epochs=1,1: train.epochs[1]: 1 is given twice")]
    [InlineData("train.epoch=1,2", "--grid train.epoch=1,2: train.epoch: unknown key (did you mean epochs?) (in cell train.epoch=1 and in 1 more cell)")]
    [InlineData("train.epochs=x", "--grid train.epochs=x: train.epochs: must be a whole number, not x (in cell train.epochs=x)")]
    [InlineData("seed=1,2", "--grid seed=1,2: seed: is not swept as a parameter: every cell is trained with all seeds; write seeds: 10, or seeds: [1, 2, 3]")]
    public void AdHoc_mistake_in_grid_is_reported(string grid, string problem)
    {
        var error = Assert.Throws<ConfigurationException>(() => SweepLoader.AdHoc(_files.BaseFile, [], [grid], null));
        Assert.Equal(problem, Assert.Single(_files.Lines(error)));
        Assert.Equal(2, error.ExitCode);
    }

    [Theory]
    [InlineData("0", "--seeds 0: seeds: must be from 1 to 1000000, not 0")]
    [InlineData("", "--seeds : seeds: must be how many seeds, or a list of them, not nothing")]
    [InlineData("1,1", "--seeds 1,1: seeds[1]: seed 1 is given twice")]
    [InlineData("1,x", "--seeds 1,x: seeds[1]: must be a whole number, not x")]
    public void AdHoc_mistake_in_seeds_is_reported(string seeds, string problem) =>
        Assert.Equal(problem, Assert.Single(_files.Lines(Assert.Throws<ConfigurationException>(() => SweepLoader.AdHoc(_files.BaseFile, [], [], seeds)))));

    [Fact]
    public void AdHoc_grid_of_one_key_twice_is_reported() => Assert.Equal(
        "--grid train.epochs=3: train.epochs: is set twice, of which only this would count: leave one out",
        _files.Problem("parameters: { train.epochs: [1, 2] }", grid: ["train.epochs=3"]));

    [Fact]
    public void AdHoc_experiment_that_is_wrong_is_reported_with_the_grid()
    {
        var path = _files.Write("wrong.yaml", "train: { epochs: 0 }");
        var error = Assert.Throws<ConfigurationException>(() => SweepLoader.AdHoc(path, [], ["train.epoch=1"], null));
        Assert.Equal([("train.epochs", 1), ("train.epoch", 0)], error.Problems.Select(problem => (problem.Key, problem.Line)));
    }

    [Fact]
    public void Load_more_cells_than_a_sweep_can_have_is_refused_before_they_are_made()
    {
        var values = string.Join(", ", Enumerable.Range(1, 400).Select(value => $"0.{value:0000}"));
        Assert.Equal(
            "sweep.yaml:1:1 parameters: 160,000 cells are more than a sweep can have (100,000): give fewer values, or draw cells with method: { name: random, trials: 20 }",
            _files.Problem($"parameters: {{ model.dropout: [{values}], train.optimizer.lr: [{values}] }}"));
    }

    [Fact]
    public void Load_seeds_beyond_the_largest_are_refused() => Assert.Equal(
        "sweep.yaml:2:8 seeds: there are not so many seeds from the base's seed 9223372036854775806 on",
        _files.Problem("seeds: 3", ["seed=9223372036854775806"]));
}
