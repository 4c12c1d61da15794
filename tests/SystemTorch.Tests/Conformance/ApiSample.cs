namespace SystemTorch.Tests.Conformance;

/// <summary>Members of every kind, for the lister to list.</summary>
public static class ApiSample
{
    public enum Kind : byte
    {
        First = 1,
        Second,
    }

    public delegate int Change(object sender);

    public interface IThing<T> : IEnumerable<T>;

    internal interface IHidden;

    public readonly struct Point;

    public abstract class Outer<T>
    {
        public abstract class Inner<U>;
    }

    internal sealed class Hidden
    {
        public int Size => 0;
    }

    public class Layer(int size) : IDisposable, IHidden
    {
        public const float Half = 0.5f;

        public static readonly long[,] Table = new long[1, 1];

        protected int Rank;

        protected Layer() : this(0)
        {
        }

        public event EventHandler? Changed;

        public int Size { get; protected set; } = size;

        public string Name { get; init; } = "";

        public string? Note { get; set; }

        internal int Secret => Rank;

        public int this[string key, int place = -1] => key.Length + place;

        public static Layer operator +(Layer left, Layer right) => new(left.Size + right.Size);

        public static TOut Map<TIn, TOut>(TIn value, Func<TIn, TOut> map) => map(value);

        public virtual void Defaults(
            bool flag = true, double eps = 1e-5, float scale = 0.1f, string text = "a\"b", long? count = null, DateTime time = default,
            DayOfWeek day = DayOfWeek.Monday, params int[] rest)
        {
        }

        public void Passing(ref int a, out string b, in double c) => b = $"{a}{c}";

        public (long rows, (double, string text)? rest) Tuples((int, int b)[] pairs) => (pairs.Length, null);

        public override string ToString() => Name;

        public void Dispose()
        {
            Changed?.Invoke(this, EventArgs.Empty);
            GC.SuppressFinalize(this);
        }

        protected (int width, int height) Shape((long width, long height) size) => ((int)size.width, (int)size.height);

        protected class Handle
        {
            public void Free()
            {
            }
        }
    }
}

/// <summary>An extension method, which C# wants outside of all types.</summary>
public static class ApiSampleExtensions
{
    public static int Twice(this ApiSample.Point point) => point.GetHashCode() * 2;
}
