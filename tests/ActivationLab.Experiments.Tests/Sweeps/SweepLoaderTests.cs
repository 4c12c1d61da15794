using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Sweeps;

public sealed class SweepLoaderTests : IDisposable
{
    private readonly SweepFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Load_parameters_multiplies_them_out_with_the_last_changing_fastest()
    {
        var sweep = _files.Load("""
            parameters:
              model.activation.negative_slope: [0, 1e-1]
              train.optimizer.lr: { values: [0.1, 0.01, 0.001] }
            """);

        Assert.Equal(
            ["0 0.1", "0 0.01", "0 0.001", "1e-1 0.1", "1e-1 0.01", "1e-1 0.001"],
            sweep.Cells.Select(cell => string.Join(' ', cell.Values.Select(value => value.Text))));
        Assert.All(sweep.Cells, cell => Assert.Equal(["model.activation.negative_slope", "train.optimizer.lr"], cell.Values.Select(value => value.Key)));
        Assert.All(sweep.Cells, cell => Assert.Equal("", cell.Variant));
        var last = sweep.Cells[^1].Experiment;
        Assert.Equal(0.1, last.Model.Activation!.InitialNegativeSlope);
        Assert.Equal(0.001, last.Train.Optimizer.LearningRate);
        Assert.Equal(100, last.Train.BatchSize); // the base's
    }

    [Fact]
    public void Load_variants_come_in_order_each_with_what_is_swept_for_it_alone_last()
    {
        var sweep = _files.Load("""
            parameters: { train.epochs: [1, 2] }
            variants:
              ReLU: { model.activation: relu }
              Leaky:
                model.activation.name: leaky_relu
                parameters: { model.activation.negative_slope: [0.1, 0.2] }
              As it is: {}
            """);

        Assert.Equal(
            [
                "ReLU train.epochs=1", "ReLU train.epochs=2",
                "Leaky train.epochs=1 model.activation.negative_slope=0.1", "Leaky train.epochs=1 model.activation.negative_slope=0.2",
                "Leaky train.epochs=2 model.activation.negative_slope=0.1", "Leaky train.epochs=2 model.activation.negative_slope=0.2",
                "As it is train.epochs=1", "As it is train.epochs=2",
            ],
            sweep.Cells.Select(cell => $"{cell.Variant} {string.Join(' ', cell.Values.Select(value => $"{value.Key}={value.Text}"))}"));
        Assert.IsType<ReluSettings>(sweep.Cells[0].Experiment.Model.Activation);
        Assert.Equal(new LeakyReluSettings { NegativeSlope = 0.05 }, sweep.Cells[^1].Experiment.Model.Activation);
    }

    [Fact]
    public void Load_variant_of_another_kind_forgets_the_keys_of_the_base_and_of_set()
    {
        var sweep = _files.Load("variants: { PReLU: { model.activation.name: prelu } }", ["model.activation.negative_slope=0.3"]);
        Assert.Equal(new PReluSettings(), Assert.Single(sweep.Cells).Experiment.Model.Activation);
    }

    [Fact]
    public void Load_values_of_several_keys_can_be_mappings_lists_and_null()
    {
        var sweep = _files.Load("""
            parameters:
              model.activation: [relu, { name: leaky_relu, negative_slope: 0.5 }, null]
              model.hidden: [[4], [8, 8]]
            """);

        Assert.Equal(["relu", "{ name: leaky_relu, negative_slope: 0.5 }", "null"], sweep.Cells.Select(cell => cell.Values[0].Text).Distinct());
        Assert.Equal(["[4]", "[8, 8]"], sweep.Cells.Select(cell => cell.Values[1].Text).Distinct());
        Assert.Equal([0, 0, 0.5, 0.5, 0.01, 0.01], sweep.Cells.Select(cell => cell.Experiment.Model.Activation!.InitialNegativeSlope!.Value));
    }

    [Fact]
    public void Load_json_is_the_same_sweep()
    {
        const string text = """
            base: base.yaml
            seeds: 3
            parameters: { train.optimizer.lr: [0.1, 0.01] }
            variants: { ReLU: { model.activation: relu }, Leaky: {} }
            exclude: [{ variant: ReLU, train.optimizer.lr: 0.1 }]
            slurm: { partition: gpu, time: "2:00:00", sbatch: ["--account=vision"] }
            """;
        var yaml = SweepLoader.Load(_files.Write("same.yaml", text), []);
        var json = SweepLoader.Load(_files.Write("same.json", Tests.Configuration.YamlToJson.Convert(text)), []);

        Assert.Equal(yaml.Cells.Select(cell => cell.Name), json.Cells.Select(cell => cell.Name));
        Assert.Equal(yaml.Trials.Select(trial => trial.Seed), json.Trials.Select(trial => trial.Seed));
        Assert.Equal(3, yaml.Cells.Count);
        Assert.Equal("same", json.Name);
        Assert.Equal(yaml.Slurm.Sbatch, json.Slurm.Sbatch);
    }

    [Theory]
    [InlineData("seeds: 3", null, "42 43 44")]
    [InlineData("seeds: [7]", null, "7")]
    [InlineData("seeds: [3, 1, 2]", null, "3 1 2")]
    [InlineData("", null, "42")]
    [InlineData("seeds: 3", "2", "42 43")]
    [InlineData("", "5,6", "5 6")]
    [InlineData("", "[5]", "5")]
    [InlineData("", "[5, 6]", "5 6")]
    public void Load_seeds_are_counted_from_the_base_or_listed(string text, string? option, string seeds) =>
        Assert.Equal(seeds, string.Join(' ', _files.Load(text, seeds: option).Seeds));

    [Fact]
    public void Load_set_applies_to_the_base_and_its_name_to_the_sweep()
    {
        var sweep = _files.Load("name: mine\nseeds: 2\nparameters: { train.epochs: [1, 3] }",
            ["seed=7", "train.batch_size=50", "name=other"]);

        Assert.Equal("other", sweep.Name);
        Assert.Equal([7, 8], sweep.Seeds);
        Assert.All(sweep.Cells, cell => Assert.Equal(("other", 50), (cell.Experiment.Name, cell.Experiment.Train.BatchSize)));
    }

    [Fact]
    public void Load_name_is_the_sweeps_or_its_files()
    {
        Assert.Equal("mine", _files.Load("name: mine").Name);
        Assert.Equal("sweep", _files.Load("").Name);
        Assert.Equal("sweep", Assert.Single(_files.Load("").Cells).Experiment.Name);
    }

    [Fact]
    public void Load_grid_adds_parameters_to_the_files()
    {
        var sweep = _files.Load("parameters: { train.epochs: [1, 2] }", grid: ["model.hidden=[4],[8, 8]", "model.activation.negative_slope=0,0.1"]);
        Assert.Equal(["train.epochs", "model.hidden", "model.activation.negative_slope"], sweep.Cells[0].Values.Select(value => value.Key));
        Assert.Equal(8, sweep.Cells.Count);
    }

    [Fact]
    public void AdHoc_is_the_experiment_with_a_grid_and_seeds()
    {
        var sweep = SweepLoader.AdHoc(_files.BaseFile, ["train.epochs=1"], ["model.activation.negative_slope=0,0.001,0.01,0.1,0.2,1"], "5");

        Assert.Equal("base", sweep.Name);
        Assert.Equal(["0", "0.001", "0.01", "0.1", "0.2", "1"], sweep.Cells.Select(cell => Assert.Single(cell.Values).Text));
        Assert.Equal([42, 43, 44, 45, 46], sweep.Seeds);
        Assert.Equal(30, sweep.Trials.Count());
        Assert.All(sweep.Cells, cell => Assert.Equal(1, cell.Experiment.Train.Epochs));
        Assert.Equal(new SlurmSettings(), sweep.Slurm);
    }

    // A cell must lie where train would put it.
    [Fact]
    public void AdHoc_cell_is_what_train_would_run_with_set()
    {
        var trial = SweepLoader.AdHoc(_files.BaseFile, [], ["model.activation.negative_slope=0.2"], "3").Trials.Last();
        var alone = ExperimentLoader.Load(_files.BaseFile, ["model.activation.negative_slope=0.2", "seed=44"]);
        Assert.Equal(ExperimentYaml.Write(alone), ExperimentYaml.Write(trial.Experiment));
    }

    [Fact]
    public void Trials_go_seed_by_seed()
    {
        var sweep = _files.Load("seeds: 2\nparameters: { train.epochs: [1, 2] }");
        Assert.Equal([(42L, "1"), (42, "2"), (43, "1"), (43, "2")], sweep.Trials.Select(trial => (trial.Seed, trial.Cell.Values[0].Text)));
        Assert.All(sweep.Trials, trial => Assert.Equal(trial.Seed, trial.Experiment.Seed));
    }

    [Fact]
    public void Load_changed_sweep_keeps_the_names_of_the_cells_that_it_had()
    {
        var before = _files.Load("seeds: 2\nparameters: { train.optimizer.lr: [0.1, 0.01] }\nvariants: { ReLU: { model.activation: relu } }");
        var after = _files.Load("""
            seeds: 3
            parameters: { train.optimizer.lr: [0.001, 0.1, 0.01] }
            variants: { PReLU: { model.activation: prelu }, Rectified: { model.activation.name: relu } }
            """);

        Assert.Equal(6, after.Cells.Count);
        Assert.All(before.Trials, trial => Assert.Contains((trial.Cell.Name, trial.Seed), after.Trials.Select(one => (one.Cell.Name, one.Seed))));
    }

    [Fact]
    public void Load_exclude_leaves_out_cells_that_match_all_keys_of_a_rule()
    {
        var sweep = _files.Load("""
            parameters: { train.optimizer.lr: [0.1, 0.01], train.epochs: [1, 2] }
            variants: { ReLU: { model.activation: relu }, Leaky: {} }
            exclude:
              - { variant: ReLU, train.optimizer.lr: 1e-1 }
              - { model.activation: leaky_relu, train.epochs: 2 }
              - { model.activation.negative_slope: 0.05, train.optimizer.lr: 0.01 }
            """);

        Assert.Equal(["ReLU 0.01 1", "ReLU 0.01 2", "Leaky 0.1 1"], sweep.Cells.Select(cell => $"{cell.Variant} {cell.Values[0].Text} {cell.Values[1].Text}"));
    }

    // What is left out need not be possible.
    [Fact]
    public void Load_excluded_cell_may_be_one_that_cannot_run()
    {
        var sweep = _files.Load("""
            parameters: { train.warmup_epochs: [0, 3], train.epochs: [2, 4] }
            exclude: [{ train.warmup_epochs: 3, train.epochs: 2 }]
            """);
        Assert.Equal(3, sweep.Cells.Count);
    }

    [Fact]
    public void Load_slurm_takes_numbers_for_text_and_its_defaults()
    {
        var slurm = _files.Load("slurm: { partition: gpu, time: 90, memory: 8G, gpus: 1, cpus: 4, trials_per_task: 3, sbatch: [\"--account=vision\"] }").Slurm;
        Assert.Equal(("gpu", "90", "8G", "1", 4, 3, 120), (slurm.Partition, slurm.Time, slurm.Memory, slurm.Gpus, slurm.Cpus, slurm.TrialsPerTask, slurm.WarningSeconds));
        Assert.Equal(["--account=vision"], slurm.Sbatch!);
        Assert.Equal(new SlurmSettings(), _files.Load("").Slurm);
    }

    [Theory]
    [InlineData("90")]
    [InlineData("90:30")]
    [InlineData("2:00:00")]
    [InlineData("1-12")]
    [InlineData("1-12:30:00")]
    public void Load_slurm_takes_every_form_of_a_time(string time) => Assert.Equal(time, _files.Load($"slurm: {{ time: {time} }}").Slurm.Time);

    [Fact]
    public void IsSweepFile_tells_sweeps_from_experiments()
    {
        Assert.True(SweepLoader.IsSweepFile(_files.Write("s.yaml", "base: base.yaml")));
        Assert.True(SweepLoader.IsSweepFile(_files.Write("s.json", """{"base": "base.yaml"}""")));
        Assert.True(SweepLoader.IsSweepFile(_files.Write("s.yaml", "parameters: {}"))); // its base is missing, which Load says
        Assert.True(SweepLoader.IsSweepFile(_files.Write("s.yaml", "name: a\nvariants: {}")));
        Assert.False(SweepLoader.IsSweepFile(_files.BaseFile));
        Assert.False(SweepLoader.IsSweepFile(_files.Write("s.yaml", "seeds: 3\nmodel: { name: mlp }"))); // a misspelt seed
        Assert.False(SweepLoader.IsSweepFile(_files.Write("s.yaml", "parameters: 3\nmodel: { name: mlp }")));
        Assert.False(SweepLoader.IsSweepFile(_files.Write("s.yaml", "base: [")));
        Assert.False(SweepLoader.IsSweepFile(_files.Root + "/absent.yaml"));
    }
}
