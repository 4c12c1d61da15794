using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>Adam (Kingma and Ba 2015), as in PyTorch: weight decay is added to the gradient.</summary>
    public class Adam : OptimizerHelper, optim.IBetas
    {
        private readonly Options _defaults;

        /// <summary>One group of parameters.</summary>
        public Adam(
            IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
            : this([new ParamGroup { Parameters = parameters }], lr, beta1, beta2, eps, weight_decay, amsgrad, maximize)
        {
        }

        /// <summary>Groups of parameters; options that a group leaves out are those given here.</summary>
        public Adam(
            IEnumerable<ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false)
        {
            Require(lr >= 0, nameof(lr), lr);
            Require(beta1 is >= 0 and < 1, nameof(beta1), beta1);
            Require(beta2 is >= 0 and < 1, nameof(beta2), beta2);
            Require(eps >= 0, nameof(eps), eps);
            Require(weight_decay >= 0, nameof(weight_decay), weight_decay);
            _defaults = new Options
            {
                LearningRate = lr,
                beta1 = beta1,
                beta2 = beta2,
                eps = eps,
                weight_decay = weight_decay,
                amsgrad = amsgrad,
                maximize = maximize,
            };
            foreach (var group in parameters)
                add_param_group(group);
        }

        /// <summary>The decays of the means of gradients and of their squares, of all groups.</summary>
        public (double, double) Betas
        {
            get => (_defaults.beta1!.Value, _defaults.beta2!.Value);
            set
            {
                (_defaults.beta1, _defaults.beta2) = value;
                foreach (var options in Groups.Select(group => (Options)group.Options))
                    (options.beta1, options.beta2) = value;
            }
        }

        private protected override OptimizerOptions Complete(OptimizerOptions? options)
        {
            var given = (Options?)options ?? new Options();
            given.LearningRate ??= _defaults.LearningRate;
            given.beta1 ??= _defaults.beta1;
            given.beta2 ??= _defaults.beta2;
            given.eps ??= _defaults.eps;
            given.weight_decay ??= _defaults.weight_decay;
            given.amsgrad ??= _defaults.amsgrad;
            given.maximize ??= _defaults.maximize;
            return given;
        }

        private protected override OptimizerState NewState(Parameter parameter) => new State(parameter);

        private protected override GroupUpdate NewUpdate(Modules.ParamGroup group, Parameter[] parameters, OptimizerState[] states) =>
            new AdamUpdate(group, parameters, Array.ConvertAll(states, state => (State)state));

        /// <summary>Options of a group; null takes the optimizer's.</summary>
        public class Options : OptimizerOptions
        {
            /// <summary>The decay of the mean of gradients.</summary>
            public double? beta1;

            /// <summary>The decay of the mean of squared gradients.</summary>
            public double? beta2;

            /// <summary>Added to the denominator.</summary>
            public double? eps;

            /// <summary>What the gradient gets of the parameter.</summary>
            public double? weight_decay;

            /// <summary>Whether the denominator never shrinks (Reddi et al. 2018).</summary>
            public bool? amsgrad;

            /// <summary>Whether the loss is to grow.</summary>
            public bool? maximize;

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerOptions source)
            {
                base.LoadStateDict(source);
                var other = (Options)source;
                (beta1, beta2, eps, weight_decay) = (other.beta1, other.beta2, other.eps, other.weight_decay);
                (amsgrad, maximize) = (other.amsgrad, other.maximize);
            }
        }

        /// <summary>Parameters with common options.</summary>
        public class ParamGroup : ParamGroup<Options>, optim.IBetas
        {
            /// <summary>A group to fill in.</summary>
            public ParamGroup()
            {
            }

            /// <summary>A group of parameters and options.</summary>
            public ParamGroup(IEnumerable<Parameter> parameters, Options? options) : base(parameters, options)
            {
            }

            /// <summary>The decays of the means of gradients and of their squares.</summary>
            public (double, double) Betas
            {
                get => (Options.beta1!.Value, Options.beta2!.Value);
                set => (Options.beta1, Options.beta2) = value;
            }
        }

        /// <summary>What is remembered of a parameter.</summary>
        public sealed class State : OptimizerState, IDisposable
        {
            /// <summary>Steps done.</summary>
            public long step;

            /// <summary>The running mean of gradients.</summary>
            public Tensor exp_avg = null!;

            /// <summary>The running mean of squared gradients.</summary>
            public Tensor exp_avg_sq = null!;

            /// <summary>The largest that <see cref="exp_avg_sq"/> ever was; null without amsgrad.</summary>
            public Tensor? max_exp_avg_sq;

            /// <summary>The state of a parameter.</summary>
            public State(Parameter parameter) : base(parameter)
            {
            }

            /// <inheritdoc/>
            public override void Initialize(OptimizerOptions options)
            {
                Dispose();
                step = 0;
                exp_avg = Zeros();
                exp_avg_sq = Zeros();
                max_exp_avg_sq = ((Options)options).amsgrad == true ? Zeros() : null;
            }

            /// <inheritdoc/>
            public override void LoadStateDict(OptimizerState source)
            {
                var other = (State)source;
                step = other.step;
                Load(ref exp_avg!, other.exp_avg);
                Load(ref exp_avg_sq!, other.exp_avg_sq);
                Load(ref max_exp_avg_sq, other.max_exp_avg_sq);
            }

            /// <inheritdoc/>
            public override void to(Device device)
            {
                Move(ref exp_avg!, device);
                Move(ref exp_avg_sq!, device);
                Move(ref max_exp_avg_sq, device);
            }

            /// <summary>Frees the tensors.</summary>
            public void Dispose()
            {
                exp_avg?.Dispose();
                exp_avg_sq?.Dispose();
                max_exp_avg_sq?.Dispose();
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
            /// <summary>Adam of one group of parameters.</summary>
            public static Modules.Adam Adam(
                IEnumerable<Modules.Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
                double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

            /// <summary>Adam of groups of parameters.</summary>
            public static Modules.Adam Adam(
                IEnumerable<Modules.Adam.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
                double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
                new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);
        }
    }
}
