using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>x·weightᵀ + bias. weight is [out_features, in_features], bias [out_features].</summary>
    public sealed class Linear : nn.Module<Tensor, Tensor>
    {
        private Parameter _weight;
        private Parameter? _bias;

        internal Linear(Parameter weight, Parameter? bias) : base(nameof(Linear))
        {
            (out_features, in_features) = (weight.shape[0], weight.shape[1]);
            SetParameter(nameof(weight), _weight = weight);
            this.bias = bias;
        }

        /// <summary>The length of the last dimension of the input.</summary>
        public long in_features { get; set; }

        /// <summary>The length of the last dimension of the output.</summary>
        public long out_features { get; set; }

        /// <summary>The weight, [out_features, in_features].</summary>
        public Parameter weight
        {
            get => _weight;
            set => SetParameter(nameof(weight), _weight = value);
        }

        /// <summary>The bias, [out_features], or null.</summary>
        public Parameter? bias
        {
            get => _bias;
            set => SetParameter(nameof(bias), _bias = value);
        }

        /// <summary>[…, in_features] to […, out_features].</summary>
        public override Tensor forward(Tensor tensor) => nn.functional.linear(tensor, _weight, _bias);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>A fully connected layer; weight and bias start uniform in ±1/√inputSize.</summary>
            public static Modules.Linear Linear(
                long inputSize, long outputSize, bool hasBias = true, Device? device = null, ScalarType? dtype = null)
            {
                var weight = Parameter(empty([outputSize, inputSize], dtype, device));
                var bias = hasBias ? Parameter(empty([outputSize], dtype, device)) : null;
                init.AsPyTorchDoes(weight, bias);
                return new(weight, bias);
            }

            /// <summary>A fully connected layer of given weights.</summary>
            public static Modules.Linear Linear(Modules.Parameter weight, Modules.Parameter? bias = null) => new(weight, bias);
        }
    }
}
