using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What training loops do to gradients.</summary>
        public static partial class utils
        {
            // As PyTorch: keeps the quotient finite.
            private const double NormFloor = 1e-6;

            /// <summary>Scales all gradients so that their norm, as one vector, is at most <paramref name="max_norm"/>.</summary>
            /// <param name="tensors">Parameters; those without a gradient are passed over.</param>
            /// <param name="max_norm">The largest norm.</param>
            /// <param name="norm_type">The order of the norm; ∞ takes the largest absolute value.</param>
            /// <returns>The norm before; 0 where there are no gradients. It is read back, so this waits for the device.</returns>
            public static double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                using var off = no_grad();
                var parameters = tensors.ToArray();
                var gradients = Gradients(parameters);
                var norms = new HandleList(gradients.Count);
                try
                {
                    if (gradients.Count == 0)
                        return 0;
                    norms.Take(Op.foreach_norm, gradients, norm_type);
                    using var all = Op.stack.Call(norms);
                    using var total = linalg.vector_norm(all, norm_type);
                    // In the gradients' own precision, to scale them as PyTorch does; read back together.
                    using var shifted = total + NormFloor;
                    using var inverse = Op.reciprocal.Call(shifted);
                    using var quotient = inverse * max_norm;
                    using var coefficient = quotient.clamp(max: (Scalar)1.0);
                    using var both = stack([total, coefficient]);
                    using var wide = both.to(ScalarType.Float64, CPU);
                    var numbers = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, double>(wide.bytes);
                    var (norm, scale) = (numbers[0], numbers[1]);
                    if (scale != 1)
                        Op.foreach_mul_Scalar_.Run(gradients, scale);
                    return norm;
                }
                finally
                {
                    norms.Free();
                    gradients.Free();
                    GC.KeepAlive(parameters);
                }
            }

            /// <summary>Keeps every element of all gradients within ±<paramref name="clip_value"/>.</summary>
            public static void clip_grad_value_(IEnumerable<Parameter> tensors, double clip_value)
            {
                using var off = no_grad();
                foreach (var parameter in tensors)
                {
                    using var gradient = parameter.grad;
                    gradient?.clamp_((Scalar)(-clip_value), (Scalar)clip_value);
                }
            }

            private static HandleList Gradients(Parameter[] parameters)
            {
                var all = new HandleList(parameters.Length);
                all.TakeGradients(Array.ConvertAll(parameters, parameter => parameter.LiveHandle));
                var present = new HandleList(parameters.Length);
                foreach (var handle in all.Handles)
                    if (handle != 0)
                        present.Add(handle);
                return present;
            }
        }
    }
}
