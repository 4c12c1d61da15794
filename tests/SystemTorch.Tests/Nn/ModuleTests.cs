using SystemTorch.Tests.Native;
using SystemTorch.Tests.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Nn;

public sealed class ModuleTests
{
    // As torch.nn.Module.state_dict() names them for the same module in Python.
    private static readonly string[] Names =
    [
        "gain", "features.0.weight", "features.1.weight", "features.1.bias", "head.weight", "head.bias", "shift", "features.1.running_mean",
        "features.1.running_var", "features.1.num_batches_tracked",
    ];

    [Fact]
    public void Names_are_PyTorchs()
    {
        using var module = new TwoLayers();
        Assert.Equal(Names.Order(), module.state_dict().Keys.Order());
        Assert.Equal(Names.Take(6).Order(), module.named_parameters().Select(named => named.name).Order());
        Assert.Equal(Names.Skip(6).Order(), module.named_buffers().Select(named => named.name).Order());
        Assert.Equal(["features", "head"], module.named_children().Select(named => named.name));
        Assert.Equal(
            ["features", "features.0", "features.1", "features.2", "head"], module.named_modules().Select(named => named.name).Order());
        Assert.Equal(5, module.modules().Count());
        Assert.Equal(["gain"], module.named_parameters(recurse: false).Select(named => named.name));
        Assert.Equal(6, module.parameters().Count());
        Assert.Equal(4, module.buffers().Count());
        Assert.Equal([2L, 1, 3, 3], module.get_parameter("features.0.weight")!.shape);
        Assert.Equal([2L], module.get_buffer("features.1.running_var")!.shape);
        Assert.Null(module.get_parameter("none"));
        Assert.Contains("net.head.bias", module.state_dict(prefix: "net").Keys);
        Assert.Equal("TwoLayers", module.GetName());
    }

    [Fact]
    public void Module_computes_and_everything_gets_a_gradient()
    {
        using var module = new TwoLayers();
        using var scope = NewDisposeScope();
        var output = module.call(randn([4, 1, 2, 2]));
        Assert.Equal([4L, 3], output.shape);
        output.square().sum().backward();
        Assert.All(module.parameters(), parameter => Assert.NotNull(parameter.grad));
        module.zero_grad(set_to_none: false);
        Assert.All(module.parameters(), parameter => Assert.Equal(0, parameter.grad!.count_nonzero().item<long>()));
        module.zero_grad();
        Assert.All(module.parameters(), parameter => Assert.Null(parameter.grad));
    }

    [Fact]
    public void Sequence_names_children_by_number_or_as_told()
    {
        using var numbered = nn.Sequential(nn.Linear(2, 3), nn.ReLU()).append(nn.Linear(3, 1));
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], numbered.state_dict().Keys);
        Assert.Equal(3, numbered.Count);
        using var named = nn.Sequential(("first", nn.Linear(2, 3)), ("act", nn.LeakyReLU()));
        named.append("last", nn.PReLU(1));
        Assert.Equal(["first.weight", "first.bias", "last.weight"], named.state_dict().Keys);
        using var listed = nn.Sequential(new List<nn.Module<Tensor, Tensor>> { nn.Flatten(), nn.Identity() });
        Assert.Equal(["0", "1"], listed.named_children().Select(child => child.name));
        using var pairs = nn.Sequential(new List<(string, nn.Module<Tensor, Tensor>)> { ("a", nn.Dropout()) });
        Assert.Equal(["a"], pairs.named_children().Select(child => child.name));
        using var empty = nn.Sequential();
        using var x = tensor([2.0]);
        using var same = empty.call(x);
        Assert.True(same.Equals(x));
    }

    [Fact]
    public void Sequence_frees_what_passes_between_its_modules()
    {
        using var network = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.ReLU(true), nn.Identity(), nn.Linear(3, 1));
        using var x = ones([5, 2]);
        using var off = no_grad();
        var live = LiveTensors.Settled();
        using var y = network.call(x);
        Assert.Equal(live + 1, TorchSharp.Native.NativeMethods.st_live_tensors());
        Assert.False(x.IsInvalid);
    }

    [Fact]
    public void State_travels_between_modules()
    {
        using var source = new TwoLayers();
        using var target = new TwoLayers().to(float64);
        using var scope = NewDisposeScope();
        using (no_grad())
            foreach (var tensor in source.state_dict().Values)
                tensor.add_(1);
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing.Concat(unexpected));
        foreach (var (name, tensor) in target.state_dict())
        {
            Assert.True(tensor.@float().Equals(source.state_dict()[name].@float()), name);
            Assert.NotSame(tensor, source.state_dict()[name]);
        }
        Assert.Equal(float64, target.get_parameter("head.weight")!.dtype);
        Assert.True(target.get_parameter("head.weight")!.requires_grad);
    }

    [Fact]
    public void State_that_does_not_fit_is_refused_whole()
    {
        using var module = new TwoLayers();
        using var scope = NewDisposeScope();
        var state = module.state_dict().ToDictionary(pair => pair.Key, pair => zeros_like(pair.Value.detach()));
        state.Remove("gain");
        state["extra"] = zeros([1]);
        var error = Assert.Throws<InvalidOperationException>(() => module.load_state_dict(state));
        Assert.Contains("missing [gain], unexpected [extra]", error.Message);
        Assert.Equal(1f, module.get_parameter("gain")!.item<float>());
        Assert.NotEqual(0, module.get_parameter("head.weight")!.count_nonzero().item<long>());

        state["head.bias"] = zeros([1]);
        Assert.Contains("head.bias is [3], in the state [1]", Assert.Throws<InvalidOperationException>(() => module.load_state_dict(state, false)).Message);
        Assert.NotEqual(0, module.get_parameter("head.weight")!.count_nonzero().item<long>());

        var (missing, unexpected) = module.load_state_dict(state, false, ["head.bias"]);
        Assert.Equal(["gain"], missing);
        Assert.Equal(["extra"], unexpected);
        Assert.Equal(0, module.get_parameter("head.weight")!.count_nonzero().item<long>());
    }

    [Fact]
    public void Conversion_keeps_every_identity_and_converts_only_real_numbers()
    {
        using var module = new TwoLayers();
        using var scope = NewDisposeScope();
        module.call(randn([4, 1, 2, 2])).square().sum().backward();
        var before = module.state_dict();
        Assert.Same(module, module.@double());
        var after = module.state_dict();
        Assert.All(before, pair => Assert.Same(pair.Value, after[pair.Key]));
        Assert.All(after, pair => Assert.Equal(pair.Key.EndsWith("tracked", StringComparison.Ordinal) ? int64 : float64, pair.Value.dtype));
        Assert.All(module.parameters(), parameter => Assert.Equal(float64, parameter.grad!.dtype));
        module.call(randn([4, 1, 2, 2], float64)).square().sum().backward();
        module.@float().cpu().to("cpu").to(CPU).to(DeviceType.CPU).to(CPU, float32);
        Assert.Equal([4L, 3], module.call(randn([4, 1, 2, 2])).shape);
        Assert.Throws<ArgumentException>(() => module.to(int64));
        if (!cuda.is_available())
            Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => module.cuda());
    }

    [Fact]
    public void Training_mode_goes_down_the_tree()
    {
        using var module = new TwoLayers();
        Assert.True(module.training);
        module.eval();
        Assert.All(module.modules().Append(module), one => Assert.False(one.training));
        module.train();
        Assert.All(module.modules(), one => Assert.True(one.training));
        var seen = new List<string>();
        module.apply(one => seen.Add(one.GetName()));
        Assert.Equal(["Conv2d", "BatchNorm2d", "ReLU", "Sequential", "Linear", "TwoLayers"], seen);
    }

    [Fact]
    public void Names_that_are_taken_or_wrong_are_refused()
    {
        using var module = new TwoLayers();
        using var tensor = zeros([1]);
        Assert.Throws<InvalidOperationException>(() => module.register_module("head", nn.ReLU()));
        Assert.Throws<InvalidOperationException>(() => module.register_buffer("gain", tensor));
        Assert.Throws<ArgumentException>(() => module.add_module("a.b", nn.ReLU()));
        Assert.Throws<ArgumentException>(() => module.register_parameter("", nn.Parameter(zeros([1]))));
        Assert.Throws<ArgumentNullException>(() => module.register_parameter("p", null!));
        module.register_buffer("temporary", zeros([1]), persistent: false);
        Assert.DoesNotContain("temporary", module.state_dict().Keys);
        Assert.Contains("temporary", module.named_buffers().Select(named => named.name));
        module.register_module("head", null!);
        Assert.Equal(["features"], module.named_children().Select(child => child.name));
        using var relu = nn.ReLU();
        Assert.Throws<InvalidOperationException>(() => relu.register_buffer("b", tensor));
        Assert.Throws<InvalidOperationException>(() => relu.register_module("m", nn.ReLU()));
        Assert.Throws<InvalidOperationException>(() => relu.register_parameter("p", null!));
    }

    [Fact]
    public void Shared_parameter_is_trained_once_and_saved_under_each_name()
    {
        var weight = nn.Parameter(zeros([2, 2]));
        using var network = nn.Sequential(nn.Linear(weight), nn.Linear(weight, nn.Parameter(zeros([2]))));
        Assert.Equal(["0.weight", "1.bias"], network.named_parameters().Select(named => named.name));
        Assert.Equal(["0.weight", "1.bias", "1.weight"], network.state_dict().Keys);
    }

    [Fact]
    public void Layers_made_in_a_scope_outlive_it_and_Dispose_frees_all()
    {
        var live = LiveTensors.Settled();
        Sequential network;
        using (NewDisposeScope())
            network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.PReLU(2), nn.Linear(2, 2));
        using (NewDisposeScope())
            Assert.Equal([1L, 2, 2, 2], network.call(ones([1, 1, 4, 4])).shape);
        Assert.All(network.state_dict().Values, tensor => Assert.False(tensor.IsInvalid));
        network.Dispose();
        network.Dispose();
        Assert.Equal(live, LiveTensors.Settled());
    }

    [Fact]
    public void Replaced_parameters_are_registered_and_the_old_ones_freed()
    {
        using var scope = NewDisposeScope();
        using var linear = nn.Linear(2, 1);
        var old = linear.weight;
        linear.weight = nn.Parameter(tensor([3f, 4f], [1, 2]));
        linear.bias = null;
        Assert.True(old.IsInvalid);
        Assert.Equal(["weight"], linear.state_dict().Keys);
        Assert.Equal([7.0], Inputs.Numbers(linear.call(ones([1, 2]))));
        Assert.Equal((2L, 1L), (linear.in_features, linear.out_features));
        using var slopes = nn.PReLU(1);
        slopes.weight = nn.Parameter(tensor([0.5f]));
        Assert.Equal([-1.0], Inputs.Numbers(slopes.call(tensor([-2f]))));
        using var convolution = nn.Conv2d(1, 1, 1);
        convolution.weight = nn.Parameter(full([1, 1, 1, 1], 2f));
        convolution.bias = nn.Parameter(full([1], 0.5f));
        Assert.Equal([2.5], Inputs.Numbers(convolution.call(ones([1, 1, 1, 1]))));
    }
}
