using TorchSharp.Modules;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Activation functions, elementwise.
    public partial class Tensor
    {
        /// <summary>max(0, x).</summary>
        public Tensor relu() => Op.relu.Call(this);

        /// <summary>x for x &gt; 0, slope times x otherwise.</summary>
        public Tensor leaky_relu(Scalar negative_slope) => Op.leaky_relu.Call(this, negative_slope);

        /// <summary>x for x &gt; 0, the target's slope times x otherwise; one slope, or one a channel.</summary>
        public Tensor prelu(Tensor target) => Op.prelu.Call(this, target);

        /// <summary>max(0, x), in place.</summary>
        public Tensor relu_()
        {
            Op.relu_.Run(this);
            return this;
        }

        /// <summary>x for x &gt; 0, slope times x otherwise, in place.</summary>
        public Tensor leaky_relu_(Scalar negative_slope)
        {
            Op.leaky_relu_.Run(this, negative_slope);
            return this;
        }

        /// <summary>x for x &gt; 0, alpha·(eˣ - 1) otherwise (Clevert et al. 2016).</summary>
        public Tensor elu(double alpha = 1) => Op.elu.Call(this, alpha);

        /// <summary>scale·x for x &gt; 0, scale·alpha·(exp(input_scale·x) - 1) otherwise.</summary>
        public Tensor elu(Scalar alpha, Scalar scale, Scalar input_scale) => Op.elu.Call(this, alpha, scale, input_scale);

        /// <inheritdoc cref="elu(double)"/>
        public Tensor elu_(double alpha = 1)
        {
            Op.elu_.Run(this, alpha);
            return this;
        }

        /// <inheritdoc cref="elu(Scalar, Scalar, Scalar)"/>
        public Tensor elu_(Scalar alpha, Scalar scale, Scalar input_scale)
        {
            Op.elu_.Run(this, alpha, scale, input_scale);
            return this;
        }

        /// <summary>ELU of the alpha and the scale that keep mean 0 and variance 1 (Klambauer et al. 2017).</summary>
        public Tensor selu() => Op.selu.Call(this);

        /// <inheritdoc cref="selu"/>
        public Tensor selu_()
        {
            Op.selu_.Run(this);
            return this;
        }

        /// <summary>x·Φ(x), with the normal distribution's Φ (Hendrycks and Gimpel 2016).</summary>
        public Tensor gelu() => Op.gelu.Call(this);

        /// <summary>x·Φ(x), by the error function or approximated by tanh.</summary>
        public Tensor gelu(GELU.Approximate approximate) => Op.gelu.Call(this, approximate.ToString());

        /// <inheritdoc cref="gelu()"/>
        public Tensor gelu_()
        {
            Op.gelu_.Run(this);
            return this;
        }

        /// <inheritdoc cref="gelu(GELU.Approximate)"/>
        public Tensor gelu_(GELU.Approximate approximate)
        {
            Op.gelu_.Run(this, approximate.ToString());
            return this;
        }

        /// <summary>x·sigmoid(x), called swish too.</summary>
        public Tensor silu() => Op.silu.Call(this);

        /// <inheritdoc cref="silu"/>
        public Tensor silu_()
        {
            Op.silu_.Run(this);
            return this;
        }

        /// <summary>1 / (1 + e⁻ˣ).</summary>
        public Tensor sigmoid() => Op.sigmoid.Call(this);

        /// <inheritdoc cref="sigmoid"/>
        public Tensor sigmoid_()
        {
            Op.sigmoid_.Run(this);
            return this;
        }

        /// <summary>The hyperbolic tangent.</summary>
        public Tensor tanh() => Op.tanh.Call(this);

        /// <inheritdoc cref="tanh"/>
        public Tensor tanh_()
        {
            Op.tanh_.Run(this);
            return this;
        }

        /// <summary>log(1 + exp(beta·x)) / beta; x itself where beta·x is above the threshold.</summary>
        public Tensor softplus(double beta = 1, double threshold = 20) => Op.softplus.Call(this, beta, threshold);
    }
}
