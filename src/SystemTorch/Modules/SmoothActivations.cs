using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x for x &gt; 0, alpha·(eˣ - 1) otherwise (Clevert et al. 2016).</summary>
    public sealed class ELU : ParameterLessModule<Tensor, Tensor>
    {
        internal ELU(double alpha, bool inplace) : base(nameof(ELU))
        {
            this.alpha = alpha;
            this.inplace = inplace;
        }

        /// <summary>Minus what large negative inputs become.</summary>
        public double alpha { get; set; }

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>Any shape, kept.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.elu(tensor, alpha, inplace);
    }

    /// <summary>ELU of the alpha and the scale that keep mean 0 and variance 1 (Klambauer et al. 2017).</summary>
    public sealed class SELU : ParameterLessModule<Tensor, Tensor>
    {
        internal SELU(bool inplace) : base(nameof(SELU)) => this.inplace = inplace;

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>Any shape, kept.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.selu(tensor, inplace);
    }

    /// <summary>x·Φ(x), with the normal distribution's Φ (Hendrycks and Gimpel 2016).</summary>
    public sealed class GELU : ParameterLessModule<Tensor, Tensor>
    {
        internal GELU(Approximate approximate, bool inplace) : base(nameof(GELU))
        {
            this.approximate = approximate;
            this.inplace = inplace;
        }

        /// <summary>How Φ is computed.</summary>
        public enum Approximate
        {
            /// <summary>By the error function.</summary>
            none = 0,

            /// <summary>By an approximation with tanh.</summary>
            tanh = 1,
        }

        /// <summary>How Φ is computed.</summary>
        public Approximate approximate { get; set; }

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>Any shape, kept.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.gelu(tensor, approximate, inplace);
    }

    /// <summary>x·sigmoid(x), called swish too.</summary>
    public sealed class SiLU : ParameterLessModule<Tensor, Tensor>
    {
        internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>Any shape, kept.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.silu(tensor, inplace);
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public sealed class Sigmoid : ParameterLessModule<Tensor, Tensor>
    {
        internal Sigmoid(bool inplace) : base(nameof(Sigmoid)) => this.inplace = inplace;

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>Any shape, kept.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.sigmoid(tensor, inplace);
    }

    /// <summary>The hyperbolic tangent.</summary>
    public sealed class Tanh : ParameterLessModule<Tensor, Tensor>
    {
        internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;

        /// <summary>Whether the input is overwritten.</summary>
        public bool inplace { get; set; }

        /// <summary>Any shape, kept.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.tanh(tensor, inplace);
    }

    /// <summary>log(1 + exp(beta·x)) / beta.</summary>
    public sealed class Softplus : ParameterLessModule<Tensor, Tensor>
    {
        internal Softplus(double beta, double threshold) : base(nameof(Softplus))
        {
            this.beta = beta;
            this.threshold = threshold;
        }

        /// <summary>How sharp the bend is.</summary>
        public double beta { get; set; }

        /// <summary>The beta·x from which on x is returned as it is.</summary>
        public double threshold { get; set; }

        /// <summary>Any shape, kept.</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.softplus(tensor, beta, threshold);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <inheritdoc cref="Modules.ELU"/>
            public static Modules.ELU ELU(double alpha = 1, bool inplace = false) => new(alpha, inplace);

            /// <inheritdoc cref="Modules.SELU"/>
            public static Modules.SELU SELU(bool inplace = false) => new(inplace);

            /// <inheritdoc cref="Modules.GELU"/>
            public static Modules.GELU GELU() => new(Modules.GELU.Approximate.none, false);

            /// <inheritdoc cref="Modules.GELU"/>
            public static Modules.GELU GELU(bool inplace) => new(Modules.GELU.Approximate.none, inplace);

            /// <inheritdoc cref="Modules.GELU"/>
            public static Modules.GELU GELU(Modules.GELU.Approximate approximate, bool inplace = false) => new(approximate, inplace);

            /// <inheritdoc cref="Modules.SiLU"/>
            public static Modules.SiLU SiLU() => new(false);

            /// <inheritdoc cref="Modules.SiLU"/>
            public static Modules.SiLU SiLU(bool inplace) => new(inplace);

            /// <inheritdoc cref="Modules.Sigmoid"/>
            public static Modules.Sigmoid Sigmoid() => new(false);

            /// <inheritdoc cref="Modules.Sigmoid"/>
            public static Modules.Sigmoid Sigmoid(bool inplace) => new(inplace);

            /// <inheritdoc cref="Modules.Tanh"/>
            public static Modules.Tanh Tanh() => new(false);

            /// <inheritdoc cref="Modules.Tanh"/>
            public static Modules.Tanh Tanh(bool inplace = false) => new(inplace);

            /// <inheritdoc cref="Modules.Softplus"/>
            public static Modules.Softplus Softplus(double beta = 1, double threshold = 20) => new(beta, threshold);
        }
    }
}
