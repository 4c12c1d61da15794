using TorchSharp;
using TorchSharp.Native;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Native;

/// <summary>Every kind of argument reaches libtorch as it was given, seen by what an operator makes of it.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Tensor_and_scalars_arrive()
    {
        var x = tensor([1.0, 2.0]);
        Assert.Equal([11.0, 12.0], Doubles(Op.add_Tensor.Call(x, tensor([20.0]), 0.5)));
        Assert.Equal([3.0, 4.0], Doubles(Op.add_Scalar.Call(x, 2L)));
        Assert.Equal([3.5, 4.5], Doubles(Op.add_Scalar.Call(x, 2.5)));
        Assert.Equal([2.0, 3.0], Doubles(Op.add_Scalar.Call(x, true)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData((1L << 53) + 1)]
    public void Integer_keeps_all_its_bits(long value) => Assert.Equal(value, Op.full.Call(Array.Empty<long>(), value).item<long>());

    [Theory]
    [InlineData(0.1)]
    [InlineData(-0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void Real_keeps_all_its_bits(double value) =>
        Assert.Equal(
            BitConverter.DoubleToInt64Bits(value),
            BitConverter.DoubleToInt64Bits(Op.full.Call(Array.Empty<long>(), value, float64).item<double>()));

    [Fact]
    public void None_arrives_for_every_nullable_kind()
    {
        var x = tensor([-1.0, 5.0]);
        Assert.Equal([0.0, 5.0], Doubles(Op.clamp.Call(x, (Scalar)0, (Scalar?)null)));
        Assert.Equal([-1.0, 1.0], Doubles(Op.clamp.Call(x, (double?)null, (double?)1)));
        Assert.Equal([6.0], Doubles(Op.linear.Call(tensor([2.0], [1, 1]), tensor([3.0], [1, 1]), (Tensor?)null)));
        Assert.Equal(4.0, Op.sum_dim.Call(x, (long[]?)null, false, (ScalarType?)null).item<double>());
        Assert.Equal(1, Op.argmax.Call(x, (long?)null).item<long>());
        Assert.Equal([-0.5, 2.5], Doubles(Op.div_Scalar_mode.Call(x, 2L, (string?)null)));
        Assert.Equal([3L], Op.empty.Call(new[] { 3L }, (ScalarType?)null, Argument.None, (Device?)null).shape);
        Assert.Equal([3L], Op.rand.Call(new[] { 3L }, (Generator?)null).shape);
        Assert.Equal([1.0, 5.0], Doubles(Op.abs.Call(x)));
        Assert.Equal([1L, 1, 4], new Operator("upsample_nearest1d", "vec").Call(ones([1, 1, 2]), new[] { 4L }, (double[]?)null).shape);
    }

    [Fact]
    public void Lists_of_integers_arrive_empty_short_and_long()
    {
        Assert.Empty(ones([]).shape);
        Assert.Equal([2L, 3], Op.empty.Call(new[] { 2L, 3 }).shape);
        var many = Enumerable.Repeat(1L, 60).Append(2).ToArray();
        Assert.Equal(many, Op.view.Call(tensor([1.0, 2.0]), many).shape);
    }

    [Fact]
    public void Integer_serves_as_a_list_of_integers() => Assert.Equal([2L, 2], Doubles(Op.sum_dim.Call(ones([2, 2]).@double(), 1L)).Select(value => (long)value));

    [Fact]
    public void List_of_reals_arrives() =>
        Assert.Equal([1L, 1, 6], new Operator("upsample_nearest1d", "vec").Call(ones([1, 1, 4]), (long[]?)null, new[] { 1.5 }).shape);

    [Fact]
    public void List_of_tensors_arrives_longer_than_the_stack_room()
    {
        var parts = Enumerable.Range(0, 300).Select(i => tensor([(double)i])).ToArray();
        Assert.Equal(Enumerable.Range(0, 300).Select(i => (double)i), Doubles(Op.cat.Call(parts, 0L)));
    }

    [Fact]
    public void List_of_tensors_may_have_gaps_where_the_schema_has_them()
    {
        var x = arange(6, float64).reshape(2, 3);
        var picked = new Operator("index", "Tensor").Call(x, new Tensor?[] { null, tensor([2L, 0L]) });
        Assert.Equal([2.0, 0, 5, 3], Doubles(picked));
    }

    [Fact]
    public void List_with_a_gap_is_refused_where_the_schema_has_none() =>
        Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => Op.cat.Call(new Tensor?[] { ones([1]), null }));

    [Fact]
    public void List_of_handles_arrives_and_takes_a_result()
    {
        var (first, second) = (tensor([1.0]), tensor([2.0]));
        var list = new HandleList(2);
        list.Add((long)first.Handle);
        list.Add((long)second.Handle);
        Op.foreach_mul_Scalar_.Run(list, 10.0);
        Assert.Equal([10.0], Doubles(first));
        var negated = new HandleList(2);
        negated.Take(Op.foreach_neg, list);
        Assert.Equal(2, negated.Count);
        Op.foreach_add_List_.Run(list, negated, 0.5);
        Assert.Equal([10.0], Doubles(second));
        negated.Free();
        Assert.Equal(0, negated.Count);
        Assert.False(first.IsInvalid);
    }

    [Theory]
    [InlineData(ScalarType.Byte)]
    [InlineData(ScalarType.Int8)]
    [InlineData(ScalarType.Int16)]
    [InlineData(ScalarType.Int32)]
    [InlineData(ScalarType.Int64)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    [InlineData(ScalarType.Bool)]
    [InlineData(ScalarType.BFloat16)]
    public void Scalar_type_arrives(ScalarType type) => Assert.Equal(type, ones([2]).to_type(type).dtype);

    [Fact]
    public void Device_arrives() => Assert.Equal(DeviceType.META, empty([2, 2], device: device("meta")).device_type);

    [Theory]
    [InlineData(RoundingMode.None, new[] { -3.5, 3.5 })]
    [InlineData(RoundingMode.trunc, new[] { -3.0, 3.0 })]
    [InlineData(RoundingMode.floor, new[] { -4.0, 3.0 })]
    public void Text_arrives(RoundingMode mode, double[] expected) =>
        Assert.Equal(expected, Doubles(tensor([-7.0, 7.0]).div(2, mode)));

    [Theory]
    [InlineData("")]
    [InlineData("truncated")]
    [InlineData("exactly8")]
    [InlineData("Ω≈ç√∫ ☃ 漢字 漢字 漢字")]
    public void Text_that_libtorch_refuses_is_quoted_whole(string text) =>
        Assert.Contains(
            text, Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => Op.div_Scalar_mode.Call(ones([1]), 2L, text)).Message);

    [Fact]
    public void Generator_arrives()
    {
        using var generator = new Generator(5);
        using var twin = new Generator(5);
        var first = Doubles(rand([4], float64, generator: generator));
        Assert.Equal(first, Doubles(rand([4], float64, generator: twin)));
        Assert.NotEqual(first, Doubles(rand([4], float64, generator: generator)));
    }

    [Fact]
    public void Arguments_left_out_are_the_schemas_defaults()
    {
        var x = tensor([3.0, 1.0, 2.0]);
        // alpha 1; dim 0; correction by one; descending false.
        Assert.Equal([6.0, 2.0, 4.0], Doubles(Op.add_Tensor.Call(x, x)));
        Assert.Equal([3.0, 1, 2, 3, 1, 2], Doubles(Op.cat.Call(new[] { x, x })));
        Assert.Equal(1.0, Op.var.Call(x, true).item<double>());
        Assert.Equal([1.0, 2.0, 3.0], Doubles(new Operator("sort").CallPair(x).Item1));
    }

    [Fact]
    public void Results_arrive_as_pair_list_and_bool()
    {
        var x = tensor([3.0, 1.0, 2.0]);
        var (sorted, places) = new Operator("sort").CallPair(x, 0L, true);
        Assert.Equal([3.0, 2.0, 1.0], Doubles(sorted));
        Assert.Equal([0.0, 2.0, 1.0], Doubles(places));
        Assert.Equal([3.0, 1.0, 2.0], new Operator("unbind", "int").CallList(3, x).Select(part => part.item<double>()));
        Assert.Equal([2L, 1L], new Operator("split", "Tensor").CallList(2, x, 2L, 0L).Select(part => part.numel()));
        Assert.True(Op.equal.CallBool(x, x.clone()));
        Assert.False(Op.equal.CallBool(x, x + 1));
    }

    [Fact]
    public void Results_arrive_as_integer_and_real()
    {
        var results = new long[2];
        new Operator("size", "int").CallInto(results, ones([4, 5]), 1L);
        Assert.Equal([(long)Argument.Tag.Int, 5L], results);
        new Operator("item").CallInto(results, tensor(2.5));
        Assert.Equal([(long)Argument.Tag.Double, BitConverter.DoubleToInt64Bits(2.5)], results);
        new Operator("is_nonzero").CallInto(results, tensor(2.5));
        Assert.Equal([(long)Argument.Tag.Bool, 1L], results);
    }

    private static double[] Doubles(Tensor tensor) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(tensor.@double().contiguous().bytes).ToArray();
}
