using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class SafetensorsFileTests : IDisposable
{
    // Written from the format's description alone.
    private const string PythonReader = """
        import json, struct, sys
        import numpy as np

        types = {"F32": "<f4", "F64": "<f8", "I64": "<i8", "U8": "u1"}
        data = open(sys.argv[1], "rb").read()
        (length,) = struct.unpack("<Q", data[:8])
        assert length % 8 == 0
        header = json.loads(data[8:8 + length])
        print("metadata", json.dumps(header.pop("__metadata__", {}), sort_keys=True, ensure_ascii=False))
        body = data[8 + length:]
        assert sum(e["data_offsets"][1] - e["data_offsets"][0] for e in header.values()) == len(body)
        for name in sorted(header):
            entry = header[name]
            begin, end = entry["data_offsets"]
            dtype = np.dtype(types[entry["dtype"]])
            assert begin % dtype.itemsize == 0
            array = np.frombuffer(body[begin:end], dtype=dtype).reshape(entry["shape"])
            print(name, array.dtype, array.shape, array.tolist())
        """;

    private const string PythonWriter = """
        import json, struct, sys
        import numpy as np

        arrays = {"a.weight": np.arange(6, dtype="<f4").reshape(2, 3) / 4, "steps": np.array(2**40, dtype="<i8"), "none": np.zeros((0, 5), "<f8")}
        types = {"<f4": "F32", "<i8": "I64", "<f8": "F64"}
        header, body = {"__metadata__": {"format": "np"}}, b""
        for name, array in arrays.items():
            header[name] = {"dtype": types[array.dtype.str], "shape": list(array.shape), "data_offsets": [len(body), len(body) + array.nbytes]}
            body += array.tobytes()
        text = json.dumps(header).encode()
        open(sys.argv[1], "wb").write(struct.pack("<Q", len(text)) + text + body)
        """;

    private readonly TemporaryFolder _folder = new();

    private string File1 => _folder["weights.safetensors"];

    private static SafetensorsTensor[] Tensors =>
    [
        Tensor("mask", "U8", [3], (byte[])[1, 0, 255]),
        Tensor("features.0.weight", "F32", [2, 1, 2], (float[])[0.5f, -1.25f, float.NaN, 16777216f]),
        Tensor("step", "I64", [], (long[])[1L << 40]),
        Tensor("ä\"\n", "F64", [1, 2], (double[])[0.1, -0.0]),
        Tensor("empty", "F32", [0, 7], (float[])[]),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_returns_what_was_written()
    {
        SafetensorsFile.Write(File1, Tensors, new Dictionary<string, string> { ["epoch"] = "5", ["β"] = "line\nline" });
        var read = SafetensorsFile.Read(File1);
        Assert.Equal(5, read.Tensors.Count);
        foreach (var expected in Tensors)
        {
            var tensor = read.Tensors.Single(tensor => tensor.Name == expected.Name);
            Assert.Equal(expected.Dtype, tensor.Dtype);
            Assert.Equal(expected.Shape, tensor.Shape);
            Assert.Equal(expected.Data.ToArray(), tensor.Data.ToArray());
        }
        Assert.Equal(new Dictionary<string, string> { ["epoch"] = "5", ["β"] = "line\nline" }, read.Metadata);
    }

    [Fact]
    public void Write_is_the_same_bytes_whatever_the_order_of_metadata()
    {
        SafetensorsFile.Write(File1, Tensors, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" });
        SafetensorsFile.Write(_folder["2"], Tensors, new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" });
        Assert.Equal(File.ReadAllBytes(File1), File.ReadAllBytes(_folder["2"]));
    }

    [Fact]
    public void Write_nothing_is_a_valid_file()
    {
        SafetensorsFile.Write(File1, []);
        Assert.Equal("\b\0\0\0\0\0\0\0{}      "u8.ToArray(), File.ReadAllBytes(File1));
        Assert.Empty(SafetensorsFile.Read(File1).Tensors);
    }

    [PythonFact("numpy")]
    public void Python_reads_what_was_written()
    {
        SafetensorsFile.Write(File1, Tensors, new Dictionary<string, string> { ["epoch"] = "5" });
        var expected = """
            metadata {"epoch": "5"}
            empty float32 (0, 7) []
            features.0.weight float32 (2, 1, 2) [[[0.5, -1.25]], [[nan, 16777216.0]]]
            mask uint8 (3,) [1, 0, 255]
            step int64 () 1099511627776
            """;
        var output = RunPython(PythonReader);
        Assert.StartsWith(expected, output);
        Assert.Contains("float64 (1, 2) [[0.1, -0.0]]", output);
    }

    [PythonFact("numpy")]
    public void Read_understands_what_Python_wrote()
    {
        RunPython(PythonWriter);
        var file = SafetensorsFile.Read(File1);
        Assert.Equal("np", file.Metadata["format"]);
        var weight = file.Tensors.Single(tensor => tensor.Name == "a.weight");
        Assert.Equal([2L, 3L], weight.Shape);
        Assert.Equal([0, 0.25f, 0.5f, 0.75f, 1, 1.25f], MemoryMarshal.Cast<byte, float>(weight.Data.Span).ToArray());
        Assert.Equal(1L << 40, BinaryPrimitives.ReadInt64LittleEndian(file.Tensors.Single(tensor => tensor.Name == "steps").Data.Span));
        Assert.Equal([0L, 5L], file.Tensors.Single(tensor => tensor.Name == "none").Shape);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "names a tensor twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "tensor a: 4 bytes are not F32 of shape [2]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "are not F32 of shape [-1]")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "are not F32 of shape")]
    [InlineData("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""", 4, "unknown element type F33")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "begins at byte 4 where 0 was expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "begins at byte 0 where 4 was expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[1],"data_offsets":[5,6]}}""", 6, "begins at byte 5 where 4 was expected")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "impossible data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", 4, "impossible data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[-9223372036854775808,9223372036854775807]}}""", 4, "impossible data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", 4, "lacks a valid dtype, shape or data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,4]}}""", 4, "lacks a valid dtype, shape or data_offsets")]
    [InlineData("""{"a":7}""", 0, "lacks a valid dtype, shape or data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 5, "bytes long where its header says")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 3, "bytes long where its header says")]
    [InlineData("""{"a":{"dtype":"U8","shape":[4611686018427387904],"data_offsets":[0,4611686018427387904]}}""", 3, "claims 4611686018427387904 bytes")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "metadata is not an object of texts")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}""", 1, "not valid JSON")]
    [InlineData("[]", 0, "not a JSON object")]
    [InlineData("", 0, "not valid JSON")]
    [InlineData("{", 0, "not valid JSON")]
    public void Read_impossible_header_says_what_is_wrong(string header, int dataBytes, string what)
    {
        var text = Encoding.UTF8.GetBytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, text.Length);
        File.WriteAllBytes(File1, [.. length, .. text, .. new byte[dataBytes]]);
        var error = Assert.Throws<DamagedFileException>(() => SafetensorsFile.Read(File1));
        Assert.StartsWith(File1 + ": ", error.Message);
        Assert.Contains(what, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Read_file_cut_anywhere_says_so()
    {
        SafetensorsFile.Write(File1, Tensors);
        var whole = File.ReadAllBytes(File1);
        for (var length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(File1, whole[..length]);
            Assert.Throws<DamagedFileException>(() => SafetensorsFile.Read(File1));
        }
    }

    [Theory]
    [InlineData(100_000_001UL)]
    [InlineData(0x8000000000000000UL)]
    [InlineData(ulong.MaxValue)]
    public void Read_absurd_header_length_allocates_nothing(ulong length)
    {
        byte[] bytes = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        File.WriteAllBytes(File1, bytes);
        Assert.Contains($"a header of {length} bytes", Assert.Throws<DamagedFileException>(() => SafetensorsFile.Read(File1)).Message);
    }

    [Fact]
    public void Read_mutated_files_gives_tensors_or_a_clear_error()
    {
        var random = new Random(11);
        SafetensorsFile.Write(File1, Tensors, new Dictionary<string, string> { ["epoch"] = "5" });
        var good = File.ReadAllBytes(File1);
        var damaged = 0;
        for (var round = 0; round < 2000; round++)
        {
            byte[] bytes = [.. good];
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(File1, bytes);
            try
            {
                SafetensorsFile.Read(File1);
            }
            catch (DamagedFileException error)
            {
                Assert.DoesNotContain('\n', error.Message);
                damaged++;
            }
        }
        Assert.InRange(damaged, 500, 2000);
    }

    [Fact]
    public void Read_missing_file_is_not_damage() =>
        Assert.Contains("the file does not exist", Assert.Throws<UserException>(() => SafetensorsFile.Read(File1)).Message);

    [Fact]
    public void Write_tensor_that_does_not_fit_its_shape_writes_nothing()
    {
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(File1, [new SafetensorsTensor("a", "F32", [2], new byte[7])]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(File1, [Tensors[0], Tensors[0]]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(File1, [new SafetensorsTensor("a", "C64", [], new byte[8])]));
        Assert.Throws<ArgumentException>(() => SafetensorsFile.Write(File1, [new SafetensorsTensor("__metadata__", "U8", [], new byte[1])]));
        Assert.False(File.Exists(File1));
    }

    private static SafetensorsTensor Tensor<T>(string name, string dtype, long[] shape, T[] values) where T : unmanaged =>
        new(name, dtype, shape, MemoryMarshal.AsBytes<T>(values).ToArray());

    private string RunPython(string script) => Python.Run(script, File1);
}
