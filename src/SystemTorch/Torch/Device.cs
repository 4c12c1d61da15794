using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Where a tensor lives: a kind of device and its number (-1: the current one of that kind).</summary>
    public class Device
    {
        /// <summary>The device of a kind and number.</summary>
        public Device(DeviceType deviceType, int index = -1)
        {
            type = deviceType;
            this.index = index;
        }

        /// <summary>The device that <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c> names.</summary>
        /// <exception cref="ArgumentException">The text names no device.</exception>
        public Device(string description)
        {
            var parts = description.Split(':');
            type = parts[0] switch
            {
                "cpu" => DeviceType.CPU,
                "cuda" => DeviceType.CUDA,
                "meta" => DeviceType.META,
                _ => throw new ArgumentException($"'{description}' is not a device; use cpu, cuda or cuda:N", nameof(description)),
            };
            index = -1;
            if (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                index = number;
            else if (parts.Length > 1)
                throw new ArgumentException($"'{description}' is not a device; use cpu, cuda or cuda:N", nameof(description));
        }

        /// <summary>The kind of device.</summary>
        public DeviceType type { get; }

        /// <summary>Its number, -1 for the current one.</summary>
        public int index { get; }

        /// <summary>The device that the text names.</summary>
        public static implicit operator Device(string description) => new(description);

        /// <summary><c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
        public override string ToString()
        {
            var kind = type.ToString().ToLowerInvariant();
            return index < 0 || type == DeviceType.CPU ? kind : string.Create(CultureInfo.InvariantCulture, $"{kind}:{index}");
        }
    }

    /// <summary>The host.</summary>
    public static readonly Device CPU = new(DeviceType.CPU);

    /// <summary>The current GPU.</summary>
    public static Device CUDA { get; } = new(DeviceType.CUDA);

    /// <summary>The device that the text names: cpu, cuda or cuda:N.</summary>
    public static Device device(string description) => new(description);

    /// <summary>The device of a kind and number.</summary>
    public static Device device(DeviceType deviceType, int index = -1) => new(deviceType, index);
}
