using SystemTorch.Tests.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Nn;

public sealed class CustomModuleTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    // As torch.nn.Module.named_parameters() names them where forward and attributes are the same.
    private static readonly string[] Names =
        ["scale", "offset", "straight.weight", "straight.bias", "bent.0.weight", "bent.1.weight", "bent.1.bias", "mix.weight"];

    [Fact]
    public void Names_are_those_that_were_given()
    {
        using var module = new Branches();
        Assert.Equal(Names.Order(), module.named_parameters().Select(named => named.name).Order());
        Assert.Equal(Names.Order(), module.state_dict().Keys.Order());
        Assert.Equal(["straight", "bent", "mix"], module.named_children().Select(child => child.name));

        using var network = nn.Sequential(("first", nn.Linear(3, 3)), ("block", new Branches()));

        Assert.Equal(
            Names.Select(name => "block." + name).Concat(["first.weight", "first.bias"]).Order(), network.state_dict().Keys.Order());
        Assert.Equal(10, network.parameters().Count());
    }

    [Fact]
    public void Forward_uses_children_and_parameters_in_its_own_order()
    {
        using var module = new Branches();
        var (x, state) = (randn([4, 3]), module.state_dict());
        var straight = nn.functional.linear(x, state["straight.weight"], state["straight.bias"]);
        var bent = nn.functional.linear(x.prelu(state["bent.0.weight"]), state["bent.1.weight"], state["bent.1.bias"]);

        var expected = nn.functional.linear(bent + straight, state["mix.weight"]) * 2 + 1;

        Assert.True(module.call(x).allclose(expected));
        module.call(x).square().sum().backward();
        Assert.All(module.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Mode_reaches_it_and_is_read_in_forward()
    {
        var module = new Branches();
        using var network = nn.Sequential(nn.Linear(3, 3), module);
        var x = randn([4, 3]);
        var trained = network.call(x);
        network.eval();
        var evaluated = network.call(x);
        network.train();
        network.call(x);
        module.train(false);
        network.call(x);

        Assert.Equal([true, false, true, false], module.Modes);
        Assert.True(trained.allclose(evaluated + 1, atol: 1e-6));
        Assert.All(module.modules(), child => Assert.False(child.training));
    }

    [Fact]
    public void Conversion_reaches_the_fields()
    {
        using var module = new Branches().to(float64);

        Assert.All(module.state_dict().Values, tensor => Assert.Equal(float64, tensor.dtype));
        Assert.Equal(float64, module.call(randn([4, 3], float64)).dtype);
        Assert.All(module.parameters(), parameter => Assert.True(parameter.is_leaf && parameter.requires_grad));
    }

    [Fact]
    public void State_of_one_makes_another_equal()
    {
        using var source = new Branches();
        using var target = new Branches();
        var x = randn([4, 3]);
        Assert.False(source.call(x).Equals(target.call(x)));

        target.load_state_dict(source.state_dict());

        Assert.Equal(Inputs.Numbers(source.call(x)), Inputs.Numbers(target.call(x)));
    }
}
