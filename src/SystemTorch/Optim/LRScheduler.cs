namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Schedules of the learning rate.</summary>
        public static partial class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimizer's groups, step by step.</summary>
            public abstract class LRScheduler
            {
                private readonly ILearningRateController[] _groups;
                private readonly double[] _base;
                private protected int _epoch;

                /// <summary>A schedule that begins after <paramref name="last_epoch"/> (-1: at the start), and sets the first rates at once.</summary>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    _groups = [.. optimizer.ParamGroups];
                    if (last_epoch == -1)
                    {
                        foreach (var group in _groups)
                            group.InitialLearningRate = group.LearningRate;
                    }
                    _base = Array.ConvertAll(_groups, group => group.InitialLearningRate);
                    _epoch = last_epoch;
                }

                /// <summary>Goes on to the next step's rates.</summary>
                public virtual void step()
                {
                    _epoch++;
                    for (var i = 0; i < _groups.Length; i++)
                        _groups[i].LearningRate = Rate(_base[i]);
                }

                /// <summary>The rates that are set, group by group.</summary>
                public IEnumerable<double> get_last_lr() => _groups.Select(group => group.LearningRate);

                private protected abstract double Rate(double initial);
            }
        }
    }
}
