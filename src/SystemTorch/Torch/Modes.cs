using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Opens a scope that owns the tensors made in it.</summary>
    public static DisposeScope NewDisposeScope() => DisposeScopeManager.Current.Open();

    /// <summary>Until disposed, operations are not recorded for the backward pass.</summary>
    public static IDisposable no_grad() => new GradMode(false);

    /// <summary>Until disposed, operations are (or are not) recorded for the backward pass.</summary>
    public static IDisposable enable_grad(bool enabled = true) => new GradMode(enabled);

    /// <summary>Until disposed, operations are (or are not) recorded for the backward pass.</summary>
    public static IDisposable set_grad_enabled(bool mode = true) => new GradMode(mode);

    /// <summary>Until disposed, tensors are made without any of autograd's bookkeeping and can never take part in it.</summary>
    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    /// <summary>Whether operations are recorded for the backward pass.</summary>
    public static bool is_grad_enabled() => NativeMethods.st_grad_enabled() != 0;

    private sealed class GradMode : IDisposable
    {
        private readonly int _before = NativeMethods.st_grad_enabled();
        private bool _disposed;

        public GradMode(bool enabled) => NativeMethods.st_set_grad_enabled(enabled ? 1 : 0);

        public void Dispose()
        {
            if (!_disposed)
                NativeMethods.st_set_grad_enabled(_before);
            _disposed = true;
        }
    }

    private sealed class InferenceMode : IDisposable
    {
        private bool _disposed;

        public InferenceMode(bool enabled) => NativeMethods.Check(NativeMethods.st_push_inference_mode(enabled ? 1 : 0));

        public void Dispose()
        {
            if (!_disposed)
                NativeMethods.Check(NativeMethods.st_pop_inference_mode());
            _disposed = true;
        }
    }
}
