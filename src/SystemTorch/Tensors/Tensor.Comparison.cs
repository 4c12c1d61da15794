using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Comparisons.
    public partial class Tensor
    {
        /// <summary>True where the element is equal to the number.</summary>
        public Tensor eq(Scalar target) => Op.eq_Scalar.Call(this, target);

        /// <summary>True where the element is equal to the other's.</summary>
        public Tensor eq(Tensor target) => Op.eq_Tensor.Call(this, target);

        /// <summary>True where the element is unequal to the number.</summary>
        public Tensor ne(Scalar target) => Op.ne_Scalar.Call(this, target);

        /// <summary>True where the element is unequal to the other's.</summary>
        public Tensor ne(Tensor target) => Op.ne_Tensor.Call(this, target);

        /// <summary>True where the element is less than the number.</summary>
        public Tensor lt(Scalar target) => Op.lt_Scalar.Call(this, target);

        /// <summary>True where the element is less than the other's.</summary>
        public Tensor lt(Tensor target) => Op.lt_Tensor.Call(this, target);

        /// <summary>True where the element is less or equal to the number.</summary>
        public Tensor le(Scalar target) => Op.le_Scalar.Call(this, target);

        /// <summary>True where the element is less or equal to the other's.</summary>
        public Tensor le(Tensor target) => Op.le_Tensor.Call(this, target);

        /// <summary>True where the element is greater than the number.</summary>
        public Tensor gt(Scalar target) => Op.gt_Scalar.Call(this, target);

        /// <summary>True where the element is greater than the other's.</summary>
        public Tensor gt(Tensor target) => Op.gt_Tensor.Call(this, target);

        /// <summary>True where the element is greater or equal to the number.</summary>
        public Tensor ge(Scalar target) => Op.ge_Scalar.Call(this, target);

        /// <summary>True where the element is greater or equal to the other's.</summary>
        public Tensor ge(Tensor target) => Op.ge_Tensor.Call(this, target);

        /// <summary>True where both are.</summary>
        public Tensor logical_and(Tensor other) => Op.logical_and.Call(this, other);

        /// <summary>True where either is.</summary>
        public Tensor logical_or(Tensor other) => Op.logical_or.Call(this, other);

        /// <summary>True where this is not.</summary>
        public Tensor logical_not() => Op.logical_not.Call(this);

        /// <summary>Whether all elements are within atol + rtol·|target| of the target's.</summary>
        public bool allclose(Tensor target, double rtol = 1e-05, double atol = 1e-08, bool equal_nan = false) =>
            Op.allclose.CallBool(this, target, rtol, atol, equal_nan);

        /// <summary>Whether shape and all elements are equal.</summary>
        public bool Equals(Tensor target) => Op.equal.CallBool(this, target);

        /// <inheritdoc cref="Equals(Tensor)"/>
        public override bool Equals(object? obj) => obj is Tensor tensor && (ReferenceEquals(this, tensor) || Equals(tensor));

        /// <summary>The reference's own hash: tensors change, and equal ones may differ in it.</summary>
        public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
    }
}
