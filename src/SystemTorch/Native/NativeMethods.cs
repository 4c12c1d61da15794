using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace TorchSharp.Native;

/// <summary>The functions of the native door (<c>native/*.cpp</c>), as they are. A negative (or zero, for handles) result is an error.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Door = NativeLoader.Library;

    static NativeMethods() => NativeLoader.Load();

    [LibraryImport(Door)] private static partial long st_error(byte* buffer, long capacity);
    [LibraryImport(Door)] private static partial long st_version(byte* buffer, long capacity);
    [LibraryImport(Door)] private static partial long st_build_information(byte* buffer, long capacity);

    [LibraryImport(Door, StringMarshalling = StringMarshalling.Utf8)] internal static partial long st_operator(string name, string overload);
    [LibraryImport(Door)] internal static partial long st_call(long op, long* words, long count, long* results, long capacity);

    [LibraryImport(Door)] internal static partial long st_tensor_from(void* data, long bytes, int dtype, long* shape, int dimensions);
    [LibraryImport(Door)]
    internal static partial long st_tensor_over(void* data, long elements, int dtype, nint owner, delegate* unmanaged<nint, void> release);
    [LibraryImport(Door)] internal static partial int st_tensor_free(long handle);
    [LibraryImport(Door)] internal static partial int st_tensors_free(long* handles, long count);
    [LibraryImport(Door)] internal static partial int st_tensor_info(long handle, long* info);
    [LibraryImport(Door)] internal static partial int st_tensor_shape(long handle, long* sizes, long* strides, int dimensions);
    [LibraryImport(Door)] internal static partial void* st_tensor_data(long handle);
    [LibraryImport(Door)] internal static partial int st_tensor_set_requires_grad(long handle, int requires_grad);
    [LibraryImport(Door)] internal static partial long st_tensor_grad(long handle);
    [LibraryImport(Door)] internal static partial int st_tensor_set_grad(long handle, long grad);
    [LibraryImport(Door)] internal static partial int st_tensors_clear_grad(long* handles, long count);
    [LibraryImport(Door)] internal static partial int st_tensors_grad(long* handles, long count, long* grads);
    [LibraryImport(Door)] internal static partial int st_tensor_set_data(long handle, long data);
    [LibraryImport(Door)]
    internal static partial int st_tensor_backward(long handle, long gradient, int retain_graph, int create_graph, long* inputs, long count);
    [LibraryImport(Door)] internal static partial int st_tensor_retain_grad(long handle);
    [LibraryImport(Door)]
    internal static partial int st_autograd_grad(
        long* outputs, long output_count, long* inputs, long input_count, long* weights, long weight_count, int retain_graph, int create_graph,
        int allow_unused, long* gradients);
    [LibraryImport(Door)] internal static partial long st_live_tensors();

    [LibraryImport(Door)]
    internal static partial int st_sgd_step(
        long* parameters, long* momenta, long count, double lr, double momentum, double dampening, double weight_decay, int nesterov, int maximize);
    [LibraryImport(Door)]
    internal static partial int st_adam_step(
        long* parameters, long* means, long* squares, long* largest, long* steps, long count, double lr, double beta1, double beta2, double eps,
        double weight_decay, int decoupled, int maximize);

    [LibraryImport(Door)] internal static partial int st_grad_enabled();
    [LibraryImport(Door)] internal static partial void st_set_grad_enabled(int enabled);
    [LibraryImport(Door)] internal static partial int st_push_inference_mode(int enabled);
    [LibraryImport(Door)] internal static partial int st_pop_inference_mode();

    [LibraryImport(Door)] internal static partial int st_manual_seed(long seed);
    [LibraryImport(Door)] internal static partial long st_generator(long seed, int device_type, int device_index);
    [LibraryImport(Door)] internal static partial long st_default_generator();
    [LibraryImport(Door)] internal static partial int st_generator_seed(long handle, long seed);
    [LibraryImport(Door)] internal static partial int st_generator_initial_seed(long handle, long* seed);
    [LibraryImport(Door)] internal static partial long st_generator_state(long handle);
    [LibraryImport(Door)] internal static partial int st_generator_set_state(long handle, long state);
    [LibraryImport(Door)] internal static partial int st_generator_free(long handle);

    [LibraryImport(Door)] internal static partial int st_threads();
    [LibraryImport(Door)] internal static partial int st_set_threads(int count);
    [LibraryImport(Door)] internal static partial int st_interop_threads();
    [LibraryImport(Door)] internal static partial int st_set_interop_threads(int count);

    [LibraryImport(Door)] internal static partial long st_devices(int type);
    [LibraryImport(Door)] internal static partial int st_has_cudnn();
    [LibraryImport(Door)] internal static partial int st_tf32(int library);
    [LibraryImport(Door)] internal static partial int st_set_tf32(int library, int allowed);
    [LibraryImport(Door)] internal static partial int st_synchronize(int type, int index);
    [LibraryImport(Door)] internal static partial int st_cuda_memory(long* free_bytes, long* total_bytes);

    /// <summary>The version of the libtorch that the door was built with (<c>1.13.0</c>).</summary>
    internal static string Version => Text(&st_version);

    /// <summary>What libtorch says of its compiler, BLAS, CUDA and threads, several lines.</summary>
    internal static string BuildInformation => Text(&st_build_information);

    /// <summary>Throws libtorch's message unless the result is a success.</summary>
    /// <exception cref="ExternalException">The call failed; the message is libtorch's first line.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Check(int result) => result < 0 ? throw LastError() : result;

    /// <inheritdoc cref="Check(int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Check(long result) => result < 0 ? throw LastError() : result;

    /// <summary>Throws libtorch's message where a handle is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long CheckHandle(long handle) => handle == 0 ? throw LastError() : handle;

    internal static ExternalException LastError() => new(Text(&st_error));

    private static string Text(delegate*<byte*, long, long> function)
    {
        var length = Check(function(null, 0));
        var buffer = new byte[length];
        fixed (byte* start = buffer)
            function(start, length);
        return Encoding.UTF8.GetString(buffer);
    }
}
