using ActivationLab.Experiments.Configuration;
using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using ActivationLab.Experiments.Training;
using ActivationLab.Experiments.Training.Stacks;
using ActivationLab.Models;
using ActivationLab.Models.Blueprints;
using ActivationLab.Models.Stacks;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Tests.Training.Stacks;

/// <summary>Trials on a few small images, to be trained in a stack and each alone.</summary>
internal sealed class StackCase : IDisposable
{
    private readonly ScalarType _type;

    public StackCase(
        IReadOnlyList<Experiment> experiments, ScalarType type = ScalarType.Float64, int images = 77, int side = 8, Device? device = null)
    {
        (Experiments, _type, Range) = (experiments, type, new ImageRange(3, images));
        Images = new ResidentImages(SyntheticImages.Make(images + 5, 1, side, seed: 4), SyntheticImages.Info(1), device ?? CPU, type);
        Shape = new ImageShape(1, side, side);
        Networks = [.. experiments.Select(Build)];
    }

    public IReadOnlyList<Experiment> Experiments { get; }

    public ResidentImages Images { get; }

    public ImageRange Range { get; }

    /// <summary>The members' networks.</summary>
    public IReadOnlyList<Network> Networks { get; }

    private ImageShape Shape { get; }

    /// <summary>A stack of the networks as they are, which reports every step.</summary>
    public StackTrainer Stack(ConvolutionKind convolution = ConvolutionKind.Grouped) =>
        new([.. Experiments.Zip(Networks, (experiment, network) => new StackMember(experiment, network))], Images, Range, convolution)
        {
            SecondsBetweenReports = 0,
        };

    /// <summary>A network as the member's was at first.</summary>
    public Network Build(Experiment experiment) => Network.Build(experiment.Model, Shape, 10, experiment.Seed, Images.Device, _type);

    public EpochTrainer Solo(int member, Network network)
    {
        var experiment = Experiments[member];
        return new EpochTrainer(network, Images, Range, experiment.Train, experiment.Seed, experiment.Data.Augment);
    }

    /// <summary>Trains a member alone, from its first epoch on.</summary>
    public (EpochOutcome[] Outcomes, Dictionary<string, double[]> State) Alone(int member, int epochs)
    {
        using var network = Build(Experiments[member]);
        using var trainer = Solo(member, network);
        return ([.. Enumerable.Range(1, epochs).Select(epoch => trainer.Train(epoch))], State(network));
    }

    /// <summary>All members in one epoch.</summary>
    public int[] All(int epoch) => [.. Experiments.Select(_ => epoch)];

    public static Dictionary<string, double[]> State(Network network)
    {
        using var scope = NewDisposeScope();
        return network.Module.state_dict().ToDictionary(named => named.Key, named => named.Value.ToDoubles());
    }

    public void Dispose()
    {
        foreach (var network in Networks)
            network.Dispose();
        Images.Dispose();
    }
}
