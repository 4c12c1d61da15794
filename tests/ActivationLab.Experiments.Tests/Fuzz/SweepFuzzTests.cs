using System.Text;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Sweeps;
using ActivationLab.Experiments.Sweeps.Plan;
using ActivationLab.Experiments.Tests.Configuration;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Tests.Sweeps;

namespace ActivationLab.Experiments.Tests.Fuzz;

public sealed class SweepFuzzTests : IDisposable
{
    private const int Seed = 2106;

    private readonly TemporaryFolder _folder = new();

    // The shipped ones, and one that is small enough to be planned in no time.
    private readonly string[] _yaml =
    [
        .. ShippedFiles.Sweeps.Select(name => WithoutComments(File.ReadAllText(ShippedFiles.SweepOf(name)))),
        "base: base.yaml\nseeds: [3, 1]\nparameters: { model.hidden: [[4], [8, 8]], train.epochs: { values: [1, 2] } }\nexclude: [{ model.hidden: [4], train.epochs: 2 }]\n",
    ];

    public SweepFuzzTests()
    {
        File.WriteAllText(_folder["base.yaml"], SweepFiles.Base);
        foreach (var name in new[] { "mnist-mlp-leaky.yaml", "mnist-cnn-leaky.yaml" })
            File.Copy(ShippedFiles.PathOf(name), _folder[name]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_and_plan_mutated_yaml() => Run(700, ".yaml", _yaml).AssertBothHappened(0.05, 0.3);

    [Fact]
    public void Load_and_plan_mutated_json() => Run(400, ".json", [.. _yaml.Select(YamlToJson.Convert)]).AssertBothHappened(0.02, 0.3);

    [Fact]
    public void AdHoc_mutated_grids_and_seeds()
    {
        var mutator = new Mutator(Seed);
        string[] grids =
        [
            "model.activation.negative_slope=0,0.01,1e-1", "model.hidden=[4],[8, 8]", "model.activation=relu,{name: prelu, per: layer},null", "train.optimizer.lr=0.1",
            "train.optimizer={name: sgd, momentum: 0},adam", "data.augment=none,random",
        ];
        string[] seeds = ["5", "1,2,3", "[7]", "0", "9223372036854775807"];
        string Mutant(string[] from) => mutator.Random.Next(3) == 0
            ? mutator.Pick(from)
            : Encoding.UTF8.GetString(mutator.Mutate(mutator.Pick(from), mutator.Pick(from)));
        FuzzRun.Of(700, _ => Plan(SweepLoader.AdHoc(_folder["base.yaml"], [], [Mutant(grids), Mutant(grids)], Mutant(seeds)))).AssertBothHappened(0.02, 0.3);
    }

    private static string WithoutComments(string text) =>
        string.Join('\n', text.Replace("../", "").Split('\n').Where(line => line.Trim() is not ("" or ['#', ..]))) + "\n";

    private FuzzRun Run(int cases, string extension, string[] texts)
    {
        Assert.All(texts, text =>
        {
            File.WriteAllText(_folder["right" + extension], text);
            SweepLoader.Load(_folder["right" + extension], []);
        });
        var mutator = new Mutator(Seed);
        return FuzzRun.Of(cases, _ =>
        {
            var path = _folder["mutant" + extension];
            File.WriteAllBytes(path, mutator.Mutate(mutator.Pick(texts), mutator.Pick(texts)));
            SweepLoader.IsSweepFile(path);
            Plan(SweepLoader.Load(path, []));
        });
    }

    // What is accepted can be written and read again as the same trials: nothing half-read slips through.
    private void Plan(Sweep sweep)
    {
        if (sweep.Cells.Count > 8 || sweep.Seeds.Count > 10)
            return;
        var folder = SweepFolder.For(_folder["runs"], "fuzz");
        folder.Write(sweep);
        var planned = folder.Load();
        Assert.Equal(sweep.Trials.Select(trial => (trial.Cell.Name, trial.Seed)), planned.Select(trial => (trial.Cell.Name, trial.Seed)));
        Assert.Equal(sweep.Trials.Select(trial => trial.Cell.Variant), planned.Select(trial => trial.Cell.Variant));
        Assert.Equal(sweep.Trials.SelectMany(trial => trial.Cell.Values), planned.SelectMany(trial => trial.Cell.Values));
        Assert.Equal(ExperimentYaml.Write(sweep.Trials.Last().Experiment), ExperimentYaml.Write(planned[^1].Experiment));
    }
}
