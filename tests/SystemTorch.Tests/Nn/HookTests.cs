using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Nn;

public sealed class HookTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly List<string> _seen = [];
    private readonly Identity _module = nn.Identity();
    private readonly Tensor _one = tensor(1.0);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Hooks_fire_on_call_and_not_on_forward()
    {
        _module.register_forward_hook((_, _, output) => Note("after", output));
        _module.register_forward_pre_hook((_, input) => Note("before", input));
        _module.forward(_one);
        Assert.Empty(_seen);
        _module.call(_one);
        Assert.Equal(["before", "after"], _seen);
    }

    [Fact]
    public void Hooks_run_in_order_those_of_the_module_outermost()
    {
        _module.register_forward_hook((_, _, output) => Note("after 1", output));
        _module.register_forward_hook(_ => _seen.Add("done"));
        _module.register_forward_hook((_, _, output) => Note("after 2", output));
        _module.register_forward_pre_hook((_, input) => Note("before 1", input));
        _module.register_forward_pre_hook((_, input) => Note("before 2", input));
        _module.register_forward_pre_hook(module =>
        {
            Assert.Same(_module, module);
            _seen.Add("start");
        });
        _module.call(_one);
        Assert.Equal(["start", "before 1", "before 2", "after 1", "after 2", "done"], _seen);
    }

    [Fact]
    public void Hooks_replace_input_and_output_unless_they_return_null()
    {
        _module.register_forward_pre_hook((_, input) => input + 1);
        _module.register_forward_pre_hook((_, _) => null!);
        _module.register_forward_hook((_, input, output) =>
        {
            Assert.Equal(2.0, input.item<double>());
            return output * 10;
        });
        _module.register_forward_hook((_, _, _) => null!);
        _module.register_forward_hook((_, _, output) => output + 3);
        Assert.Equal(23.0, _module.call(_one).item<double>());
    }

    [Fact]
    public void Removed_hook_does_not_fire_and_removal_twice_is_harmless()
    {
        var remover = _module.register_forward_hook((_, _, output) => Note("gone", output));
        var other = _module.register_forward_pre_hook((_, input) => Note("also gone", input));
        _module.register_forward_hook((_, _, output) => Note("stays", output));
        remover.remove();
        remover.remove();
        other.remove();
        _module.call(_one);
        Assert.Equal(["stays"], _seen);
    }

    [Fact]
    public void Hook_may_remove_itself_while_it_runs()
    {
        nn.HookableModule<Func<nn.Module<Tensor, Tensor>, Tensor, Tensor>, Func<nn.Module<Tensor, Tensor>, Tensor, Tensor, Tensor>>.HookRemover? once = null;
        once = _module.register_forward_hook((_, _, output) =>
        {
            once!.remove();
            return Note("once", output);
        });
        _module.register_forward_hook((_, _, output) => Note("always", output));
        _module.call(_one);
        _module.call(_one);
        Assert.Equal(["once", "always", "always"], _seen);
    }

    [Fact]
    public void Hooks_of_children_fire_within_a_sequence()
    {
        var network = nn.Sequential(nn.Identity(), nn.ReLU());
        var inner = (nn.Module<Tensor, Tensor>)network[1];
        inner.register_forward_pre_hook((_, input) => Note("child", input));
        network.forward(_one);
        network.call(_one);
        Assert.Equal(["child", "child"], _seen);
    }

    [Fact]
    public void Hooks_of_modules_of_two_inputs_see_both()
    {
        var loss = nn.CrossEntropyLoss();
        var (logits, classes) = (zeros([1, 2]), tensor([0L]));
        loss.register_forward_pre_hook(_ => _seen.Add("start"));
        loss.register_forward_pre_hook((_, first, second) =>
        {
            Assert.Same(logits, first);
            Assert.Same(classes, second);
            return (tensor([0f, 1f], [1, 2]), second);
        });
        loss.register_forward_pre_hook((_, _, _) => null);
        loss.register_forward_hook((_, _, _, output) => output * 2);
        loss.register_forward_hook(_ => _seen.Add("done"));
        Assert.Equal(2 * Math.Log(1 + Math.E), loss.call(logits, classes).item<float>(), 5);
        Assert.Equal(Math.Log(2), loss.forward(logits, classes).item<float>(), 5);
        Assert.Equal(["start", "done"], _seen);
    }

    private Tensor Note(string text, Tensor tensor)
    {
        _seen.Add(text);
        return tensor;
    }
}
