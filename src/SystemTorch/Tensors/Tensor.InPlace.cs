using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    // Operations that change the tensor itself and return it.
    public partial class Tensor
    {
        /// <summary>Adds a number, in place.</summary>
        public Tensor add_(Scalar scalar)
        {
            Op.add_Scalar_.Run(this, scalar);
            return this;
        }

        /// <summary>Adds a tensor, in place.</summary>
        public Tensor add_(Tensor target)
        {
            Op.add_Tensor_.Run(this, target);
            return this;
        }

        /// <summary>Subtracts a number, in place.</summary>
        public Tensor sub_(Scalar target)
        {
            Op.sub_Scalar_.Run(this, target);
            return this;
        }

        /// <summary>Subtracts a tensor, in place.</summary>
        public Tensor sub_(Tensor target)
        {
            Op.sub_Tensor_.Run(this, target);
            return this;
        }

        /// <summary>Multiplies by a number, in place.</summary>
        public Tensor mul_(Scalar target)
        {
            Op.mul_Scalar_.Run(this, target);
            return this;
        }

        /// <summary>Multiplies by a tensor, in place.</summary>
        public Tensor mul_(Tensor target)
        {
            Op.mul_Tensor_.Run(this, target);
            return this;
        }

        /// <summary>Divides by a number, in place.</summary>
        public Tensor div_(Scalar target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Op.div_Scalar_mode_.Run(this, target, Mode(rounding_mode));
            return this;
        }

        /// <summary>Divides by a tensor, in place.</summary>
        public Tensor div_(Tensor target, RoundingMode rounding_mode = RoundingMode.None)
        {
            Op.div_Tensor_mode_.Run(this, target, Mode(rounding_mode));
            return this;
        }

        /// <summary>Adds alpha times a tensor, in place.</summary>
        public Tensor add_(Tensor target, Scalar alpha)
        {
            Op.add_Tensor_.Run(this, target, alpha);
            return this;
        }

        /// <summary>Adds value times the elementwise product of two tensors, in place.</summary>
        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value)
        {
            Op.addcmul_.Run(this, tensor1, tensor2, value);
            return this;
        }

        /// <summary>Adds the elementwise quotient of two tensors, in place.</summary>
        public Tensor addcdiv_(Tensor tensor1, Tensor tensor2)
        {
            Op.addcdiv_.Run(this, tensor1, tensor2);
            return this;
        }

        /// <summary>Moves each element towards that of end, by the share that is its weight, in place.</summary>
        public Tensor lerp_(Tensor end, Tensor weight)
        {
            Op.lerp_Tensor_.Run(this, end, weight);
            return this;
        }

        /// <summary>Sets every element.</summary>
        public Tensor fill_(Scalar value)
        {
            Op.fill_.Run(this, value);
            return this;
        }

        /// <summary>Sets every element to 0.</summary>
        public Tensor zero_()
        {
            Op.zero_.Run(this);
            return this;
        }

        /// <summary>Takes over another tensor's elements, converting and broadcasting them.</summary>
        public Tensor copy_(Tensor source, bool nonBlocking = false)
        {
            Op.copy_.Run(this, source, nonBlocking);
            return this;
        }

        /// <summary>Keeps elements between min and max, in place.</summary>
        public Tensor clamp_(Scalar? min = null, Scalar? max = null)
        {
            Op.clamp_.Run(this, min, max);
            return this;
        }

        /// <summary>Keeps elements between those of two tensors, in place.</summary>
        public Tensor clamp_(Tensor? min = null, Tensor? max = null)
        {
            Op.clamp_Tensor_.Run(this, min, max);
            return this;
        }

        /// <summary>Absolute values, in place.</summary>
        public Tensor abs_()
        {
            Op.abs_.Run(this);
            return this;
        }

        /// <summary>The error function, in place.</summary>
        public Tensor erf_()
        {
            Op.erf_.Run(this);
            return this;
        }

        /// <summary>Sets the elements where the mask is true to a number.</summary>
        public Tensor masked_fill_(Tensor mask, Scalar value)
        {
            Op.masked_fill_.Run(this, mask, value);
            return this;
        }

        /// <summary>Takes over the source's parts along a dimension at the given indices.</summary>
        public Tensor index_copy_(long dim, Tensor index, Tensor source)
        {
            Op.index_copy_.Run(this, dim, index, source);
            return this;
        }

        /// <summary>Writes each element of src to its index along a dimension.</summary>
        public Tensor scatter_(long dim, Tensor index, Tensor src)
        {
            Op.scatter_.Run(this, dim, index, src);
            return this;
        }

        /// <summary>Draws every element from a normal distribution.</summary>
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null)
        {
            Op.normal_.Run(this, mean, std, generator);
            return this;
        }

        /// <summary>Draws every element uniformly from [from, to).</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null)
        {
            Op.uniform_.Run(this, from, to, generator);
            return this;
        }

        /// <summary>Cuts the tensor off the graph that made it.</summary>
        public Tensor detach_()
        {
            Op.detach_.Run(this);
            return this;
        }
    }
}
