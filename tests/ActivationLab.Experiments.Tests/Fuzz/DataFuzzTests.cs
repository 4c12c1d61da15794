using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Tests.Data;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Fuzz;

public sealed class DataFuzzTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false, 800)]
    [InlineData(true, 400)]
    public void Load_mutated_idx_file(bool gzipped, int cases) => Run(TinyDatasets.Mnist, "mnist", TinyDatasets.IdxContents, gzipped, cases);

    [Fact]
    public void Load_mutated_cifar_batch() => Run(TinyDatasets.Cifar, "cifar-10-batches-bin", TinyDatasets.CifarContents, gzipped: false, 500);

    // Every file has a checksum, so that nearly nothing is accepted: a mutation that is undone by another, an unread byte of gzip.
    private void Run(DatasetInfo info, string name, IReadOnlyDictionary<string, byte[]> contents, bool gzipped, int cases)
    {
        var mutator = new Mutator(1998);
        var stored = contents.ToDictionary(file => gzipped ? file.Key + ".gz" : file.Key, file => gzipped ? TinyDatasets.Gzip(file.Value) : file.Value);
        _folder.Write(name, stored);
        var files = stored.Keys.ToList();
        var run = FuzzRun.Of(cases, _ =>
        {
            var file = mutator.Pick(files);
            File.WriteAllBytes(_folder[name, file], mutator.Mutate(stored[file], stored[mutator.Pick(files)]));
            try
            {
                var data = DatasetStore.Load(info, _folder.Root);
                Assert.Equal(info.TrainCount, data.Train.Count);
                Assert.All(data.Train.Labels, label => Assert.InRange(label, 0, 9));
            }
            finally
            {
                File.WriteAllBytes(_folder[name, file], stored[file]);
            }
        });
        run.AssertBothHappened(0, 0.9);
    }
}
