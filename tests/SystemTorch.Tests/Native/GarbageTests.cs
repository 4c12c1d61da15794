using TorchSharp.Native;
using static TorchSharp.torch;

namespace SystemTorch.Tests.Native;

/// <summary>What nobody should do to the door: it answers with an error, and the process lives.</summary>
public sealed unsafe class GarbageTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    [InlineData(1L << 32)]
    [InlineData((1L << 32) | 0xffff_ffff)]
    public void Every_function_refuses_an_invented_handle(long handle)
    {
        var info = stackalloc long[16];
        var handles = stackalloc long[] { handle };
        AssertRefused(NativeMethods.st_tensor_free(handle));
        AssertRefused(NativeMethods.st_tensor_info(handle, info));
        AssertRefused(NativeMethods.st_tensor_shape(handle, info, info, 1));
        AssertRefused(NativeMethods.st_tensor_grad(handle));
        AssertRefused(NativeMethods.st_tensor_set_grad(handle, 0));
        AssertRefused(NativeMethods.st_tensor_set_requires_grad(handle, 1));
        AssertRefused(NativeMethods.st_tensor_set_data(handle, handle));
        AssertRefused(NativeMethods.st_tensor_backward(handle, 0, 0, 0, null, 0));
        AssertRefused(NativeMethods.st_tensors_clear_grad(handles, 1));
        AssertRefused(NativeMethods.st_tensors_grad(handles, 1, info));
        AssertRefused(NativeMethods.st_generator_free(handle));
        AssertRefused(NativeMethods.st_generator_seed(handle, 1));
        AssertRefused(NativeMethods.st_generator_initial_seed(handle, info));
        Assert.True(NativeMethods.st_tensor_data(handle) is null);
        if (handle != 0)
            AssertRefused(NativeMethods.st_tensors_free(handles, 1));
    }

    [Fact]
    public void Freed_handle_is_refused_even_when_its_place_is_taken_again()
    {
        var first = zeros([2]);
        var handle = (long)first.Handle;
        first.Dispose();
        using var second = zeros([3]);
        var info = stackalloc long[16];
        Assert.NotEqual(handle, (long)second.Handle);
        AssertRefused(NativeMethods.st_tensor_info(handle, info));
        AssertRefused(NativeMethods.st_tensor_free(handle));
        Assert.Equal(3, second.numel());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99)]
    [InlineData(127)]
    [InlineData(-9)]
    public void Tensor_of_an_unknown_scalar_type_is_refused(int type)
    {
        var data = stackalloc long[] { 1 };
        Assert.Equal(0, NativeMethods.st_tensor_from(data, 8, type, data, 1));
        Assert.Contains("scalar type", NativeMethods.LastError().Message);
        Assert.Contains("scalar type", Assert.Throws<System.Runtime.InteropServices.ExternalException>(() => empty([1], (ScalarType)(sbyte)type)).Message);
    }

    [Fact]
    public void Tensor_of_wrong_bytes_or_lengths_is_refused()
    {
        var data = stackalloc long[] { 1 };
        var negative = stackalloc long[] { -1 };
        var huge = stackalloc long[] { 1L << 62, 1L << 62 };
        Assert.Equal(0, NativeMethods.st_tensor_from(data, 7, 4, data, 1));
        Assert.Equal("the data has 7 bytes, the shape needs 8", NativeMethods.LastError().Message);
        Assert.Equal(0, NativeMethods.st_tensor_from(data, 8, 4, data, -1));
        Assert.Equal(0, NativeMethods.st_tensor_from(data, 8, 4, negative, 1));
        Assert.Equal(0, NativeMethods.st_tensor_from(data, 8, 4, huge, 2));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(77)]
    [InlineData(1000)]
    public void Unknown_kind_of_device_is_refused(int type)
    {
        AssertRefused(NativeMethods.st_devices(type));
        AssertRefused(NativeMethods.st_synchronize(type, 0));
        Assert.Equal(0, NativeMethods.st_generator(1, type, 0));
    }

    [Theory]
    [InlineData]
    [InlineData(77L)]
    [InlineData(-1L)]
    [InlineData(1L)]
    [InlineData(1L, 0L)]
    [InlineData(5L)]
    [InlineData(5L, -1L)]
    [InlineData(5L, long.MaxValue)]
    [InlineData(5L, 3L, 1L)]
    [InlineData(6L, -1L)]
    [InlineData(6L, long.MaxValue)]
    [InlineData(6L, 1L, 99L)]
    [InlineData(8L, 0L)]
    [InlineData(9L, -1L)]
    [InlineData(9L, long.MinValue)]
    [InlineData(9L, long.MaxValue)]
    [InlineData(9L, 64L, 0L)]
    [InlineData(10L, 12345L)]
    [InlineData(11L, long.MaxValue)]
    public void Damaged_stream_is_refused(params long[] words)
    {
        foreach (var (name, overload) in new[] { ("abs", ""), ("cat", ""), ("full", ""), ("div", "Tensor_mode"), ("empty", "memory_format") })
            AssertRefused(Call(name, overload, words));
    }

    [Fact]
    public void Random_streams_never_end_the_process()
    {
        var random = new Random(1);
        var operators = new[] { ("add", "Tensor"), ("sum", "dim_IntList"), ("empty", "memory_format"), ("to", "device"), ("div", "Scalar_mode") };
        using var tensor = zeros([2, 2]);
        var before = LiveTensors.Settled();
        for (var i = 0; i < 20_000; i++)
        {
            var (name, overload) = operators[random.Next(operators.Length)];
            var words = new long[random.Next(12)];
            for (var j = 0; j < words.Length; j++)
                words[j] = random.Next(4) == 0 ? (long)tensor.Handle : random.Next(-2, 14);
            var results = new long[16];
            var written = Call(name, overload, words, results);
            if (written > 0)
                Assert.Equal(0, NativeMethods.st_tensor_free(results[1]));
        }
        Assert.Equal(before, LiveTensors.Settled());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    [InlineData(1_000_000)]
    public void Invented_operator_is_refused(long op)
    {
        AssertRefused(NativeMethods.st_call(op, null, 0, null, 0));
        Assert.Equal("there is no such operator", NativeMethods.LastError().Message);
    }

    [Fact]
    public void Negative_counts_are_refused_or_do_nothing()
    {
        var words = stackalloc long[] { 0 };
        AssertRefused(NativeMethods.st_call(NativeMethods.st_operator("aten::abs", ""), words, -5, words, 1));
        Assert.Equal(0, NativeMethods.st_tensors_free(words, -3));
        Assert.Equal(0, NativeMethods.st_tensors_clear_grad(words, -3));
    }

    [Fact]
    public void Results_that_find_no_room_are_refused_and_freed()
    {
        using var tensor = zeros([2]);
        var before = LiveTensors.Settled();
        AssertRefused(Call("abs", "", [1, (long)tensor.Handle], new long[1]));
        Assert.Contains("no room", NativeMethods.LastError().Message);
        Assert.Equal(before, LiveTensors.Settled());
    }

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        AssertRefused(NativeMethods.st_set_threads(-4));
        AssertRefused(NativeMethods.st_pop_inference_mode());
        Assert.Equal("inference mode was not entered on this thread", NativeMethods.LastError().Message);
    }

    private static long Call(string name, string overload, long[] words, long[]? results = null)
    {
        var op = NativeMethods.Check(NativeMethods.st_operator("aten::" + name, overload));
        results ??= new long[16];
        fixed (long* first = words, firstResult = results)
            return NativeMethods.st_call(op, first, words.Length, firstResult, results.Length);
    }

    private static void AssertRefused(long result)
    {
        Assert.Equal(-1, result);
        var message = NativeMethods.LastError().Message;
        Assert.NotEmpty(message);
        Assert.DoesNotContain('\n', message);
    }
}
