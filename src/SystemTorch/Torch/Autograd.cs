using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Differentiation.</summary>
    public static class autograd
    {
        /// <summary>
        /// The gradients of the sum of outputs (weighted by <paramref name="grad_outputs"/>) with respect to inputs. Nothing is added to the
        /// inputs' own gradients.
        /// </summary>
        /// <param name="outputs">What is differentiated; of one element each where no weights are given.</param>
        /// <param name="inputs">Leaves or intermediate results.</param>
        /// <param name="grad_outputs">A weight in the shape of each output.</param>
        /// <param name="retain_graph">Whether the graph can be differentiated again.</param>
        /// <param name="create_graph">Whether the gradients can be differentiated themselves; the graph should then be retained.</param>
        /// <param name="allow_unused">Whether an input may have no part in the outputs: its gradient <see cref="Tensor.IsInvalid"/>.</param>
        /// <exception cref="System.Runtime.InteropServices.ExternalException">libtorch refuses, for one because an input is unused.</exception>
        public static unsafe IList<Tensor> grad(
            IList<Tensor> outputs, IList<Tensor> inputs, IList<Tensor>? grad_outputs = null, bool retain_graph = false,
            bool create_graph = false, bool allow_unused = false)
        {
            var from = Handles(outputs);
            var to = Handles(inputs);
            var weights = grad_outputs is null ? [] : Handles(grad_outputs);
            var gradients = new long[to.Length];
            fixed (long* first = from, firstTo = to, firstWeight = weights, firstGradient = gradients)
            {
                NativeMethods.Check(NativeMethods.st_autograd_grad(
                    first, from.Length, firstTo, to.Length, firstWeight, weights.Length, retain_graph ? 1 : 0, create_graph ? 1 : 0,
                    allow_unused ? 1 : 0, firstGradient));
            }
            GC.KeepAlive(outputs);
            GC.KeepAlive(inputs);
            GC.KeepAlive(grad_outputs);
            return Array.ConvertAll(gradients, Tensor.Wrap).ToList();
        }

        private static long[] Handles(IList<Tensor> tensors) => tensors.Select(tensor => tensor.LiveHandle).ToArray();
    }
}
