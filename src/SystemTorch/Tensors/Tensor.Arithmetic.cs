using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Elementwise operations and products.
    public partial class Tensor
    {
        /// <summary>This plus a number.</summary>
        public Tensor add(Scalar scalar) => Op.add_Scalar.Call(this, scalar);

        /// <summary>This plus alpha times a number.</summary>
        public Tensor add(Scalar scalar, Scalar alpha) => Op.add_Scalar.Call(this, scalar, alpha);

        /// <summary>Elementwise sum.</summary>
        public Tensor add(Tensor target) => Op.add_Tensor.Call(this, target);

        /// <summary>This plus alpha times the other.</summary>
        public Tensor add(Tensor target, Scalar alpha) => Op.add_Tensor.Call(this, target, alpha);

        /// <summary>This minus a number.</summary>
        public Tensor sub(Scalar target) => Op.sub_Scalar.Call(this, target);

        /// <summary>Elementwise difference.</summary>
        public Tensor sub(Tensor target) => Op.sub_Tensor.Call(this, target);

        /// <summary>This times a number.</summary>
        public Tensor mul(Scalar target) => Op.mul_Scalar.Call(this, target);

        /// <summary>Elementwise product.</summary>
        public Tensor mul(Tensor target) => Op.mul_Tensor.Call(this, target);

        /// <summary>Minus this.</summary>
        public Tensor neg() => Op.neg.Call(this);

        /// <summary>Absolute values.</summary>
        public Tensor abs() => Op.abs.Call(this);

        /// <summary>Exponentials.</summary>
        public Tensor exp() => Op.exp.Call(this);

        /// <summary>Natural logarithms.</summary>
        public Tensor log() => Op.log.Call(this);

        /// <summary>Square roots.</summary>
        public Tensor sqrt() => Op.sqrt.Call(this);

        /// <summary>Squares.</summary>
        public Tensor square() => Op.square.Call(this);

        /// <summary>-1, 0 or 1 by the sign.</summary>
        public Tensor sign() => Op.sign.Call(this);

        /// <summary>This to a power.</summary>
        public Tensor pow(Scalar exponent) => Op.pow_Scalar.Call(this, exponent);

        /// <summary>Elements kept between min and max.</summary>
        public Tensor clamp(Scalar? min = null, Scalar? max = null) => Op.clamp.Call(this, min, max);

        /// <summary>Elements kept between those of two tensors, either of which may be left out.</summary>
        public Tensor clamp(Tensor? min = null, Tensor? max = null) => Op.clamp_Tensor.Call(this, min, max);

        /// <summary>The larger of two elements.</summary>
        public Tensor maximum(Tensor other) => Op.maximum.Call(this, other);

        /// <summary>The smaller of two elements.</summary>
        public Tensor minimum(Tensor other) => Op.minimum.Call(this, other);

        /// <summary>Product of matrices, vectors or batches of matrices.</summary>
        public Tensor matmul(Tensor target) => Op.matmul.Call(this, target);

        /// <summary>Product of two matrices.</summary>
        public Tensor mm(Tensor target) => Op.mm.Call(this, target);

        /// <summary>Products of a batch of matrices [n, a, b] and one of [n, b, c].</summary>
        public Tensor bmm(Tensor batch2) => Op.bmm.Call(this, batch2);

        /// <summary>beta times this, plus alpha times the products of a batch of matrices [n, a, b] and one of [n, b, c].</summary>
        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) =>
            Op.baddbmm.Call(this, batch1, batch2, (double)beta, (double)alpha);

        /// <summary>The error function.</summary>
        public Tensor erf() => Op.erf.Call(this);

        /// <summary>This with a number where the mask is true.</summary>
        public Tensor masked_fill(Tensor mask, Scalar value) => Op.masked_fill.Call(this, mask, value);

        /// <summary>Exponentials over a dimension, divided by their sum.</summary>
        public Tensor softmax(long dim, ScalarType? dtype = null) => Op.softmax.Call(this, dim, dtype);

        /// <summary>Logarithm of softmax.</summary>
        public Tensor log_softmax(long dim, ScalarType? dtype = null) => Op.log_softmax.Call(this, dim, dtype);

        /// <summary>True where the element is neither infinite nor not a number.</summary>
        public Tensor isfinite() => Op.isfinite.Call(this);

        /// <summary>True where the element is not a number.</summary>
        public Tensor isnan() => Op.isnan.Call(this);

        /// <summary>This where the condition is true, the other elsewhere.</summary>
        public Tensor where(Tensor condition, Tensor y) => Op.where.Call(condition, this, y);

        /// <summary>Elementwise quotient.</summary>
        public Tensor div(Scalar target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.div_Scalar_mode.Call(this, target, Mode(rounding_mode));

        /// <summary>Elementwise quotient.</summary>
        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) =>
            Op.div_Tensor_mode.Call(this, target, Mode(rounding_mode));

        private static string? Mode(RoundingMode mode) => mode == RoundingMode.None ? null : mode.ToString();
    }
}
