using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Stochastic gradient descent, with momentum, Nesterov momentum and weight decay, as in PyTorch.</summary>
    public class SGD : OptimizerHelper
    {
        private readonly Options _defaults;

        /// <summary>One group of parameters.</summary>
        public SGD(
            IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, momentum, dampening, weight_decay, nesterov, maximize)
        {
        }

        /// <summary>Groups of parameters; options that a group leaves out are those given here.</summary>
        public SGD(
            IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false)
        {
            Require(lr >= 0, nameof(lr), lr);
            Require(momentum >= 0, nameof(momentum), momentum);
            Require(weight_decay >= 0, nameof(weight_decay), weight_decay);
            if (nesterov && (momentum <= 0 || dampening != 0))
                throw new ArgumentException("Nesterov momentum needs a momentum and no dampening", nameof(nesterov));
            _defaults = new Options
            {
                LearningRate = lr,
                momentum = momentum,
                dampening = dampening,
                weight_decay = weight_decay,
                nesterov = nesterov,
                maximize = maximize,
            };
            foreach (var group in parameters)
                add_param_group(group);
        }

        private protected override OptimizerOptions Complete(OptimizerOptions? options)
        {
            var given = (Options?)options ?? new Options();
            given.LearningRate ??= _defaults.LearningRate;
            given.momentum ??= _defaults.momentum;
            given.dampening ??= _defaults.dampening;
            given.weight_decay ??= _defaults.weight_decay;
            given.nesterov ??= _defaults.nesterov;
            given.maximize ??= _defaults.maximize;
            return given;
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override GroupUpdate NewUpdate(Modules.ParamGroup group, Parameter[] parameters, OptimizerState[] states) =>
            new SGDUpdate(group, parameters, Array.ConvertAll(states, state => (State)state));

        /// <summary>Options of a group; null takes the optimizer's.</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>The share of the last change that is kept.</summary>
            public double? momentum;

            /// <summary>The share of the gradient that does not enter the momentum.</summary>
            public double? dampening;

            /// <summary>What the gradient gets of the parameter.</summary>
            public double? weight_decay;

            /// <summary>Whether the gradient is looked at after the momentum's move.</summary>
            public bool? nesterov;

            /// <summary>Whether the loss is to grow.</summary>
            public bool? maximize;

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (momentum, dampening, weight_decay) = (other.momentum, other.dampening, other.weight_decay);
                (nesterov, maximize) = (other.nesterov, other.maximize);
            }
        }

        /// <summary>Parameters with common options.</summary>
        public class ParamGroup : ParamGroup<Options>
        {
            /// <summary>A group to fill in.</summary>
            public ParamGroup()
            {
            }

            /// <summary>A group of parameters and options.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options? options) : base(parameters, options)
            {
            }

            /// <summary>A group with all options: those left out are the defaults here, not the optimizer's.</summary>
            public ParamGroup(
                IEnumerable<Parameter> parameters, double lr = 0.001, double momentum = 0, double dampening = 0, double weight_decay = 0,
                bool nesterov = false, bool maximize = false)
                : base(
                    parameters,
                    new Options
                    {
                        LearningRate = lr,
                        momentum = momentum,
                        dampening = dampening,
                        weight_decay = weight_decay,
                        nesterov = nesterov,
                        maximize = maximize,
                    })
            {
            }
        }

        /// <summary>What is remembered of a parameter.</summary>
        public sealed class State : OptimizerState, IDisposable
        {
            /// <summary>The last change, over minus the learning rate; null before the first step with momentum.</summary>
            public Tensor? momentum_buffer;

            /// <summary>The state of a parameter.</summary>
            public State(Parameter parameter) : base(parameter)
            {
            }

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options) => Dispose();

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source) => Load(ref momentum_buffer, ((State)source).momentum_buffer);

            /// <inheritdoc/>
            public override void to(Device device) => Move(ref momentum_buffer, device);

            /// <summary>The buffer, made of zeros if there is none yet.</summary>
            internal Tensor Buffer() => momentum_buffer ??= Zeros();

            /// <summary>Frees the tensors.</summary>
            public void Dispose()
            {
                momentum_buffer?.Dispose();
                momentum_buffer = null;
            }
        }
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Stochastic gradient descent of one group of parameters.</summary>
            public static Modules.SGD SGD(
                IEnumerable<Modules.Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            /// <summary>Stochastic gradient descent of groups of parameters.</summary>
            public static Modules.SGD SGD(
                IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0,
                double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}
