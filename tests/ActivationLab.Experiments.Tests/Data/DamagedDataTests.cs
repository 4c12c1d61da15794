using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Support;
using static ActivationLab.Experiments.Tests.Data.TinyDatasets;

namespace ActivationLab.Experiments.Tests.Data;

/// <summary>Every kind of damage gives its one line with the file, what is wrong and the cure, and changes nothing.</summary>
public sealed class DamagedDataTests
{
    // A file that not even root can read from its start.
    private const string UnreadableFile = "/proc/self/mem";

    private static readonly Dictionary<string, (string File, string Problem, Action<string> Damage)> IdxDamages = new()
    {
        ["images missing"] = (TrainImages, "no such file", File.Delete),
        ["labels missing"] = (TestLabels, "no such file", File.Delete),
        ["empty"] = (TrainImages, "truncated: 0 bytes", path => File.WriteAllBytes(path, [])),
        ["header cut"] = (TrainImages, "truncated: 9 bytes", path => Rewrite(path, file => file[..9])),
        ["last byte cut"] = (TrainImages, $"truncated: {15 + Train * 12} bytes instead of {16 + Train * 12}", path => Rewrite(path, file => file[..^1])),
        ["labels cut"] = (TestLabels, $"truncated: {Test} bytes instead of {8 + Test}", path => Rewrite(path, file => file[..^8])),
        ["a byte too long"] = (TrainLabels, "too long", path => Rewrite(path, file => [.. file, 0])),
        ["labels for images"] = (TrainImages, "wrong IDX magic number 0x00000801 instead of 0x00000803", path => Rewrite(path, _ => IdxContents[TrainLabels])),
        ["images for labels"] = (TestLabels, "wrong IDX magic number 0x00000803 instead of 0x00000801", path => Rewrite(path, _ => IdxContents[TestImages])),
        ["floats"] = (TestImages, "wrong IDX magic number 0x00000d03", path => Change(path, 2, 0x0d)),
        ["web page"] = (TestImages, "looks like a web page", path => File.WriteAllText(path, "<!DOCTYPE html><title>404</title>")),
        ["more images"] = (TestImages, "holds 11 images, but t10k-labels-idx1-ubyte holds 10 labels", path => File.WriteAllBytes(path, Idx(Noise(3, 132), 11, 4, 3))),
        ["rows and columns swapped"] = (TestImages, "holds 10×3×4 values instead of 10×4×3", path => File.WriteAllBytes(path, Idx(Noise(2, 120), 10, 3, 4))),
        ["huge dimension"] = (TrainImages, "impossible dimensions", path => Change(path, 4, 0xff)),
        ["no images"] = (TrainImages, "impossible dimensions", path => File.WriteAllBytes(path, Idx([], 0, 4, 3))),
        ["fewer labels than images"] = (TrainLabels, "holds 29 labels, but train-images-idx3-ubyte holds 30 images", path => File.WriteAllBytes(path, Idx(Digits(29), 29))),
        ["test labels for training labels"] = (TrainLabels, "holds 10 labels", path => Rewrite(path, _ => IdxContents[TestLabels])),
        ["label 10"] = (TrainLabels, "label 10 of image 5 is above 9", path => Change(path, 8 + 5, 10)),
        ["label 255"] = (TestLabels, "label 255 of image 9 is above 9", path => Change(path, 8 + 9, 255)),
        ["a pixel changed"] = (TrainImages, "wrong SHA-256", path => Rewrite(path, file => [.. file[..^1], (byte)~file[^1]])),
        ["a label changed"] = (TrainLabels, "wrong SHA-256", path => Change(path, 8, 9)),
        ["gzip damaged"] = (TrainImages, "corrupt gzip", path => Rewrite(path, file => Damage(Gzip(file)))),
        ["gzip of other content"] = (TrainLabels, "wrong SHA-256", path => Rewrite(path, _ => Gzip(Idx(new byte[Train], Train)))),
        ["gzip truncated"] = (TrainImages, "", path => Rewrite(path, file => Gzip(file)[..^20])),
        ["gzip magic only"] = (TrainImages, "", path => File.WriteAllBytes(path, [0x1f, 0x8b])),
        ["directory"] = (TestLabels, "is a directory", ReplaceByDirectory),
        ["dangling link"] = (TestLabels, "no such file", path => Link(path, path + ".nowhere")),
        ["unreadable"] = (TrainImages, "cannot be read", path => Link(path, UnreadableFile)),
    };

    private static readonly Dictionary<string, (string File, string Problem, Action<string> Damage)> CifarDamages = new()
    {
        ["batch missing"] = ("data_batch_3.bin", "no such file", File.Delete),
        ["empty"] = ("data_batch_1.bin", "truncated: 0 bytes instead of 12292", path => File.WriteAllBytes(path, [])),
        ["a record cut"] = ("test_batch.bin", "truncated: 9219 bytes instead of 12292", path => Rewrite(path, file => file[..^3073])),
        ["a record more"] = ("data_batch_5.bin", "too long", path => Rewrite(path, file => [.. file, .. file[..3073]])),
        ["label 10"] = ("data_batch_2.bin", "label 10 of image 3 is above 9", path => Change(path, 3 * 3073, 10)),
        ["shifted by a byte"] = ("data_batch_2.bin", "is above 9", path => Rewrite(path, file => [.. file[1..], 0xff])),
        ["a pixel changed"] = ("test_batch.bin", "wrong SHA-256", path => Change(path, 100, (byte)~CifarContents["test_batch.bin"][100])),
        ["another batch"] = ("data_batch_4.bin", "wrong SHA-256", path => Rewrite(path, _ => CifarContents["data_batch_1.bin"])),
        ["another release"] = ("data_batch_4.bin", "is of the release 'jpeg-copy', but data_batch_1.bin is of 'original'", path => Rewrite(path, _ => CifarCopyContents["data_batch_4.bin"])),
        ["directory"] = ("data_batch_1.bin", "is a directory", ReplaceByDirectory),
    };

    public static TheoryData<string> IdxKinds => [.. IdxDamages.Keys];

    public static TheoryData<string> CifarKinds => [.. CifarDamages.Keys];

    [Theory]
    [MemberData(nameof(IdxKinds))]
    public void Load_damaged_idx_file_is_a_one_line_error(string kind) =>
        CheckDamage(Mnist, "mnist", IdxContents, IdxDamages[kind]);

    [Theory]
    [MemberData(nameof(CifarKinds))]
    public void Load_damaged_cifar_batch_is_a_one_line_error(string kind) =>
        CheckDamage(Cifar, "cifar-10-batches-bin", CifarContents, CifarDamages[kind]);

    [Fact]
    public void Load_empty_folder_says_that_the_set_is_not_there()
    {
        using var folder = new TemporaryFolder();

        var error = Assert.Throws<DataException>(() => DatasetStore.Load(Mnist, folder["nowhere"]));

        Assert.Equal($"{folder["nowhere", "mnist"]}: MNIST is not there (train-images-idx3-ubyte and so on); run 'activationlab data fetch mnist'", error.Message);
        Assert.Equal(1, error.ExitCode);
    }

    private static void CheckDamage(
        DatasetInfo info, string subfolder, IReadOnlyDictionary<string, byte[]> contents, (string File, string Problem, Action<string> Damage) damage)
    {
        using var folder = new TemporaryFolder();
        folder.Write(subfolder, contents);
        var path = folder[subfolder, damage.File];
        damage.Damage(path);
        var before = folder.Snapshot();

        var error = Assert.Throws<DataException>(() => DatasetStore.Load(info, folder.Root));

        Assert.Equal(1, error.ExitCode);
        Assert.StartsWith(path + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains(damage.Problem, error.Message, StringComparison.Ordinal);
        Assert.Contains($"run '{info.FetchCommand}'", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        Assert.NotEqual(FileState.Ok, Assert.Single(DatasetStore.Verify(info, folder.Root), check => check.State != FileState.Ok).State);
        Assert.Equal(before, folder.Snapshot());
    }

    private static void Rewrite(string path, Func<byte[], byte[]> change) => File.WriteAllBytes(path, change(File.ReadAllBytes(path)));

    private static void Change(string path, int at, byte value) => Rewrite(path, file =>
    {
        file[at] = value;
        return file;
    });

    private static void ReplaceByDirectory(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }

    private static void Link(string path, string target)
    {
        File.Delete(path);
        File.CreateSymbolicLink(path, target);
    }

    private static byte[] Damage(byte[] gzip)
    {
        gzip.AsSpan(gzip.Length / 2, 16).Fill(0xff);
        return gzip;
    }
}
