using System.Runtime.InteropServices;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Native;

public sealed class OperatorErrorTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, Action> Mistakes => new()
    {
        { "size", () => ones([2, 3]).add(ones([4])) },
        { "shape", () => ones([2, 3]).view(7) },
        { "shapes", () => ones([2, 3]).mm(ones([2, 3])) },
        { "", () => ones([2]).mm(ones([2])) },
        { "Dimension out of range", () => ones([2]).sum(5) },
        { "dtype", () => tensor([1L, 2L]).mean() },
        { "type", () => nn.functional.linear(ones([2, 3]), ones([4, 3], float64)) },
        { "does not require grad", () => ones([2]).sum().backward() },
        { "scalar", () => ones([2], requires_grad: true).mul(2).backward() },
        { "floating point", () => tensor([1L]).requires_grad_() },
        { "leaf", () => ones([2], requires_grad: true).add_(1) },
        { "out of bounds", () => nn.functional.cross_entropy(ones([1, 3]), tensor([7L])) },
        { "index", () => ones([3]).index_select(0, tensor([9L])) },
        { "dropout probability", () => nn.functional.dropout(ones([3]), 1.5) },
        { "", () => ones([3], device: CUDA_of(7)) },
        { "shape, type and device", () => ones([3]).grad = ones([4]) },
        { "shape, type and device", () => ones([3]).grad = ones([3], float64) },
        { "not contiguous", () => _ = ones([3, 2]).t().bytes.Length },
        { "negative dimension", () => ones([-3]) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_is_an_exception_with_one_line(string contained, Action mistake)
    {
        var error = Assert.Throws<ExternalException>(mistake);
        Assert.Contains(contained, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.NotEmpty(error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("frame #", error.Message);
    }

    [Theory]
    [InlineData("no_such_operator", "", "this libtorch has no operator aten::no_such_operator")]
    [InlineData("add", "NoSuchOverload", "this libtorch has no operator aten::add.NoSuchOverload")]
    public void Unknown_operator_is_named(string name, string overload, string message) =>
        Assert.Equal(message, Assert.Throws<ExternalException>(() => new Operator(name, overload).Call()).Message);

    [Fact]
    public void Missing_argument_is_named() =>
        Assert.Equal("add(): argument 'other' is missing", Assert.Throws<ExternalException>(() => Op.add_Tensor.Call(ones([1]))).Message);

    [Fact]
    public void Surplus_argument_is_refused() =>
        Assert.Equal(
            "add(): too many arguments", Assert.Throws<ExternalException>(() => Op.add_Tensor.Call(ones([1]), ones([1]), 1L, 1L)).Message);

    [Fact]
    public void Argument_of_the_wrong_kind_is_named()
    {
        var x = ones([2]);
        AssertKind("neg(): argument 'self' cannot be none", () => Op.neg.Call(Argument.None));
        AssertKind("neg(): argument 'self' cannot be an integer", () => Op.neg.Call(1L));
        AssertKind("neg(): argument 'self' cannot be a float", () => Op.neg.Call(1.5));
        AssertKind("neg(): argument 'self' cannot be a bool", () => Op.neg.Call(true));
        AssertKind("neg(): argument 'self' cannot be a list of integers", () => Op.neg.Call(new[] { 1L }));
        AssertKind("neg(): argument 'self' cannot be a list of floats", () => Op.neg.Call(new[] { 1.0 }));
        AssertKind("neg(): argument 'self' cannot be a list of tensors", () => Op.neg.Call(new[] { x }));
        AssertKind("neg(): argument 'self' cannot be a string", () => Op.neg.Call("x"));
        AssertKind("neg(): argument 'self' cannot be a scalar type", () => Op.neg.Call(float32));
        AssertKind("neg(): argument 'self' cannot be a device", () => Op.neg.Call(CPU));
        AssertKind("neg(): argument 'self' cannot be a generator", () => Op.neg.Call(Generator.Default));
        AssertKind("add(): argument 'alpha' cannot be a tensor", () => Op.add_Tensor.Call(x, x, x));
        AssertKind("empty(): argument 'dtype' cannot be an integer", () => Op.empty.Call(new[] { 1L }, 99L));
    }

    [Fact]
    public void Each_thread_has_its_own_last_error()
    {
        Assert.Throws<ExternalException>(() => ones([2]).view(7));
        var mine = NativeMethods.LastError().Message;
        var other = new Thread(() => Assert.Throws<ExternalException>(() => ones([2, 3]).mm(ones([2, 3]))));
        other.Start();
        other.Join();
        Assert.Equal(mine, NativeMethods.LastError().Message);
    }

    private static Device CUDA_of(int index) => new(TorchSharp.DeviceType.CUDA, index);

    private static void AssertKind(string message, Action call) => Assert.Equal(message, Assert.Throws<ExternalException>(call).Message);
}
