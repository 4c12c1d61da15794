using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Tests.Training;
using ActivationLab.Models.Settings;

namespace ActivationLab.Experiments.Tests.Fuzz;

/// <summary>A trial whose folder was damaged while nobody trained either goes on or says why not.</summary>
[Collection(TorchCollection.Name)]
public sealed class ResumeFuzzTests : IDisposable
{
    private static readonly Experiment s_experiment = TrialFiles.Mlp with
    {
        Model = new MlpSettings { Hidden = [3], Activation = new PReluSettings() },
        Train = TrialFiles.Mlp.Train with { Epochs = 2, BatchSize = 300 },
    };

    private readonly TrialFiles _trials = new();
    private readonly Mutator _mutator = new(2026);

    public void Dispose() => _trials.Dispose();

    [Fact]
    public void Run_on_a_folder_with_a_mutated_file()
    {
        var good = StopAfterFirstEpoch();
        var names = good.Keys.ToList();
        FuzzRun.Of(200, _ =>
        {
            PutBack(good);
            var name = _mutator.Pick(names);
            File.WriteAllBytes(Path.Combine(Folder, name), _mutator.Mutate(good[name], good["checkpoint.json"]));
            _trials.Run(s_experiment);
        }).AssertBothHappened(0.1, 0.02);
    }

    // With checksums that fit: what a program of another version, or a mistake in this one, could have written.
    [Fact]
    public void Run_from_a_checkpoint_that_was_written_wrong()
    {
        var good = StopAfterFirstEpoch();
        FuzzRun.Of(200, _ =>
        {
            PutBack(good);
            var files = new CheckpointFiles(Folder);
            var stored = files.Load(_ => { })!;
            new CheckpointFiles(Folder).Write(Wrong(stored.Record), Wrong([.. stored.Tensors.Values]));
            foreach (var previous in Directory.EnumerateFiles(Folder, "checkpoint.previous.*"))
                File.Delete(previous);
            _trials.Run(s_experiment);
        }).AssertBothHappened(0.05, 0.2);
    }

    private string Folder => _trials.FolderOf(s_experiment).FullName;

    private CheckpointRecord Wrong(CheckpointRecord record)
    {
        var number = _mutator.Pick<long>([-1, 0, 1, 2, 3, 7, int.MaxValue, int.MinValue, long.MaxValue, long.MinValue]);
        return _mutator.Random.Next(10) switch
        {
            0 => record with { Epoch = (int)number },
            1 => record with { BestEpoch = (int)number },
            2 => record with { Images = number },
            3 => record with { Partial = new PartialEpoch((int)number, double.NaN, number, -1) },
            4 => record with { OptimizerSteps = record.OptimizerSteps.ToDictionary(pair => pair.Key + (number < 0 ? "x" : ""), _ => number) },
            5 => record with { DeadUnits = [[(int)number]] },
            6 => record with { DeadUnits = [] },
            7 => record with { Seed = number },
            8 => record with { Seconds = double.PositiveInfinity },
            _ => record,
        };
    }

    private List<SafetensorsTensor> Wrong(List<SafetensorsTensor> tensors)
    {
        var at = _mutator.Random.Next(tensors.Count);
        var tensor = tensors[at];
        switch (_mutator.Random.Next(6))
        {
            case 0:
                tensors.RemoveAt(at);
                break;
            case 1:
                tensors[at] = tensor with { Name = tensor.Name + ".x" };
                break;
            case 2:
                tensors[at] = tensor with { Shape = [.. tensor.Shape, 1] };
                break;
            case 3:
                tensors[at] = tensor with { Dtype = tensor.Dtype == "F32" ? "I32" : "F64" };
                break;
            case 4:
                tensors[at] = tensor with { Data = Enumerable.Repeat((byte)0xff, tensor.Data.Length).ToArray() };
                break;
        }
        return tensors;
    }

    private Dictionary<string, byte[]> StopAfterFirstEpoch()
    {
        using var stop = new CancellationTokenSource();
        _trials.Run(s_experiment, new RecordingObserver { OnEpoch = _ => stop.Cancel() }, stop.Token);
        return Directory.EnumerateFiles(Folder).ToDictionary(path => Path.GetFileName(path), File.ReadAllBytes);
    }

    private void PutBack(Dictionary<string, byte[]> files)
    {
        Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(Folder))!, recursive: true);
        Directory.CreateDirectory(Folder);
        foreach (var (name, bytes) in files)
            File.WriteAllBytes(Path.Combine(Folder, name), bytes);
    }
}
