using ActivationLab.Models;
using ActivationLab.Models.Activations;
using static TorchSharp.torch;

namespace ActivationLab.Experiments.Measures;

/// <summary>
/// Watches one activation of a network through hooks, and measures its units from what goes by. Units are dimension 1 of the
/// pre-activation: [batch, units] or [batch, units, height, width].
/// </summary>
internal sealed class ActivationWatch : IDisposable
{
    private readonly ActivationSite _site;
    private readonly int _images;
    private readonly int _rankImages;
    private readonly UnitCounter _counter;
    private readonly PreActivationMoments _moments;
    private readonly PreActivationRank _rank;
    private readonly UnitGradients _gradients;
    private readonly Action _removeHooks;
    private Tensor? _preActivation;

    /// <summary>Begins to watch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="site">The activation.</param>
    /// <param name="images">Images that will go by in all.</param>
    public ActivationWatch(Network network, ActivationSite site, int images)
    {
        (_site, _images, Weight) = (site, images, network.Parameters[site.Layer.Source + ".weight"]);
        var (device, type) = (Weight.device, Weight.dtype);
        var (units, output) = (site.Layer.Units, site.Layer.Output);
        _counter = new UnitCounter(units, device, type);
        _moments = new PreActivationMoments(units, device);
        var positions = output.Height * output.Width;
        _rankImages = Math.Min(images, positions == 1 ? LayerMeasures.RankImagesOfNeurons : LayerMeasures.RankImagesOfChannels);
        _rank = new PreActivationRank((long)_rankImages * positions, units, device);
        _gradients = new UnitGradients(units, device, type);

        _removeHooks = site.PooledSource is { } source ? WatchBehind(source) : WatchAround(site.Module);
        ActivationModules.SetInPlace(site, false);
    }

    /// <summary>The weight of the layer whose units these are.</summary>
    public Tensor Weight { get; }

    /// <summary>What entered the activation in the batch that went by last, as a part of the graph of its outputs.</summary>
    public Tensor PreActivation => _preActivation!;

    /// <summary>Takes the gradients of that batch's loss with respect to <see cref="PreActivation"/> and <see cref="Weight"/>.</summary>
    public void AddGradients(Tensor preActivation, Tensor weight)
    {
        using (var scope = NewDisposeScope())
            _gradients.Add(Rows(preActivation), weight);
        Forget();
    }

    /// <summary>The measures. The loss was the sum over the images; the norm reported is that of the mean's gradient.</summary>
    public LayerMeasures Read()
    {
        var (mean, deviation) = _moments.Read();
        return new LayerMeasures
        {
            Module = _site.Layer.Name,
            DeadUnits = _counter.Dead(),
            Linear = _counter.Linear(),
            Rare = _counter.Rare(),
            GradientDead = _gradients.Dead(),
            Dormant = _counter.Dormant(),
            Zeros = _counter.Zeros(),
            Count = _counter.Rows * _site.Layer.Units,
            Mean = mean,
            StandardDeviation = deviation,
            EffectiveRank = _rank.Read(),
            RankImages = _rankImages,
            GradientNorm = _gradients.WeightNorm() / _images,
            NegativeSlopes = ActivationModules.NegativeSlopes(_site),
        };
    }

    public void Dispose()
    {
        _removeHooks();
        ActivationModules.SetInPlace(_site, true);
        Forget();
        _counter.Dispose();
        _moments.Dispose();
        _rank.Dispose();
        _gradients.Dispose();
    }

    private static Tensor Rows(Tensor values) => values.ndim == 4 ? values.permute(0, 2, 3, 1).flatten(0, 2) : values;

    private Action WatchAround(nn.Module<Tensor, Tensor> activation)
    {
        var before = activation.register_forward_pre_hook((_, z) => Enter(z));
        var after = activation.register_forward_hook((_, _, output) => Leave(output));
        return () =>
        {
            before.remove();
            after.remove();
        };
    }

    // A hook on the activation itself would keep it from being one pass with the pooling, which costs more than to compute it once more here.
    private Action WatchBehind(nn.Module<Tensor, Tensor> source)
    {
        var hook = source.register_forward_hook((_, _, z) =>
        {
            using (no_grad())
            using (NewDisposeScope())
                Leave(_site.Module.call(z.detach()));
            return Enter(z);
        });
        return hook.remove;
    }

    // The handle must outlive the module's own scope. The activation gets an alias of it, so that what is kept lies on the graph's way to the
    // outputs; none writes over its input meanwhile.
    private Tensor Enter(Tensor z)
    {
        Forget();
        _preActivation = z.alias().DetachFromDisposeScope();
        using (no_grad())
        using (NewDisposeScope())
        {
            var rows = Rows(z.detach());
            _counter.AddPreActivations(rows);
            _moments.Add(rows);
            _rank.Add(rows);
        }
        return _preActivation.alias();
    }

    private Tensor Leave(Tensor output)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        _counter.AddActivations(Rows(output.detach()));
        return output;
    }

    private void Forget()
    {
        _preActivation?.Dispose();
        _preActivation = null;
    }
}
