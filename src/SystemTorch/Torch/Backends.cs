using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Settings of the libraries that libtorch calls.</summary>
    public static partial class backends
    {
        private static bool Tf32(int library) => NativeMethods.Check(NativeMethods.st_tf32(library)) != 0;

        private static void SetTf32(int library, bool allowed) =>
            NativeMethods.Check(NativeMethods.st_set_tf32(library, allowed ? 1 : 0));

        /// <summary>CUDA.</summary>
        public static partial class cuda
        {
            /// <summary>Matrix products.</summary>
            public static class matmul
            {
                /// <summary>Whether products of float32 may be rounded to TensorFloat-32 (10 bits of mantissa).</summary>
                public static bool allow_tf32
                {
                    get => Tf32(0);
                    set => SetTf32(0, value);
                }
            }
        }

        /// <summary>cuDNN.</summary>
        public static class cudnn
        {
            /// <summary>Whether convolutions of float32 may be rounded to TensorFloat-32 (10 bits of mantissa).</summary>
            public static bool allow_tf32
            {
                get => Tf32(1);
                set => SetTf32(1, value);
            }
        }
    }
}
