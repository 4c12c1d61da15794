using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Linear algebra.</summary>
    public static class linalg
    {
        /// <summary>Eigenvalues of symmetric matrices […, n, n], from the smallest; only one triangle (L or U) is read.</summary>
        public static Tensor eigvalsh(Tensor input, char UPLO = 'L') => Op.linalg_eigvalsh.Call(input, UPLO.ToString());

        /// <summary>Singular values of matrices […, m, n], from the largest.</summary>
        public static Tensor svdvals(Tensor input) => Op.linalg_svdvals.Call(input);

        /// <summary>The norm of order ord (2: Euclidean, ∞: largest absolute value) of all elements, or over dimensions.</summary>
        public static Tensor vector_norm(Tensor input, double ord = 2, long[]? dims = null, bool keepdim = false) =>
            Op.linalg_vector_norm.Call(input, ord, dims, keepdim);
    }
}
