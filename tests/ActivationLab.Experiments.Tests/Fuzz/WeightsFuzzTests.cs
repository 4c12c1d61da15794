using ActivationLab.Experiments.Assessments;
using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Exports;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Fuzz;

[Collection(TorchCollection.Name)]
public sealed class WeightsFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Mutator _mutator = new(2013);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_mutated_weights()
    {
        var settings = new MlpSettings { Hidden = [3, 2], Activation = new PReluSettings(), BatchNorm = BatchNormPlacement.Before };
        using var network = Network.Build(settings, new ImageShape(1, 2, 2), 10, seed: 1);
        using var weights = WeightsSnapshot.Take(network);
        WeightsFile.Write(_folder["good"], weights, new Experiment(), epoch: 3);
        var good = File.ReadAllBytes(_folder["good"]);
        FuzzRun.Of(1000, _ =>
        {
            File.WriteAllBytes(_folder["mutant"], _mutator.Mutate(good, good));
            WeightsReader.Load(_folder["mutant"], network);
        }).AssertBothHappened(0.02, 0.5);
    }

    // Numbers may become anything, infinite or none: the network then has an accuracy all the same.
    [Fact]
    public void Assess_mutated_weights()
    {
        var run = UntrainedRun.Write(_folder["run"], new MlpSettings { Hidden = [3] }, DatasetName.Mnist);
        var path = run.Weights(StoredEpoch.Last);
        var good = File.ReadAllBytes(path);
        var data = UntrainedRun.Mnist;
        FuzzRun.Of(100, number =>
        {
            var bytes = number % 4 == 0 ? _mutator.Mutate(good, good) : [.. good];
            for (var changes = _mutator.Random.Next(1, 200); changes > 0; changes--)
                bytes[^_mutator.Random.Next(1, Math.Min(bytes.Length, 200))] = (byte)(_mutator.Random.Next(3) == 0 ? 0xff : _mutator.Random.Next(256));
            File.WriteAllBytes(path, bytes);
            var assessment = Assessor.Assess(StoredRun.Open(run.FullName), new() { Threads = 1, Device = "cpu", Images = 20 }, (_, _) => data);
            Assert.Equal(20, assessment.Classes.Sum(row => row.Images));
            assessment.WriteCsv(_folder["tables"]);
            CsvTable.Read<EvaluationRow>(_folder["tables/evaluation.csv"]);
            CsvTable.Read<LayerRow>(_folder["tables/units.csv"]);
        }).AssertBothHappened(0.3, 0.05);
    }
}
