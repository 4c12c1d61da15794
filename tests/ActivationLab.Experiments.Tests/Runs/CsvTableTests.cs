using System.Globalization;
using System.Text;
using ActivationLab.Experiments.Runs;
using ActivationLab.Experiments.Tests.Support;

namespace ActivationLab.Experiments.Tests.Runs;

public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Columns_are_those_that_the_files_promise()
    {
        Assert.Equal(
            "epoch,step,lr,train_loss,train_accuracy,val_loss,val_accuracy,dead_ratio,linear_ratio,rare_ratio,gradient_dead_ratio,dormant_ratio,died,revived,zero_fraction,measured_on,epoch_seconds,images_per_second,probe_seconds",
            string.Join(',', CsvTable.Columns<EpochRow>()));
        Assert.Equal(
            "epoch,layer,module,units,dead,linear,rare,gradient_dead,dormant,died,revived,dead_ratio,zero_fraction,z_mean,z_std,effective_rank,gradient_norm,slope_min,slope_mean,slope_max,measured_on",
            string.Join(',', CsvTable.Columns<LayerRow>()));
        Assert.Equal("experiment,cell,seed,status,message", string.Join(',', CsvTable.Columns<RunRow>().Take(5)));
    }

    [Fact]
    public void Format_writes_every_kind_of_value()
    {
        var row = new Everything { Text = "a,\"b\"", Whole = -3, Large = long.MinValue, Number = 0.1, Flag = true, Status = RunStatus.Diverged };
        Assert.Equal(
            "text,whole,large,number,maybe,flag,status,maybe_status\n\"a,\"\"b\"\"\",-3,-9223372036854775808,0.1,,true,diverged,\n",
            CsvTable.Format([row]));
        Assert.Equal("a,1,2,nan,-inf,false,failed,interrupted\n", CsvTable.Format(
            [new Everything { Text = "a", Whole = 1, Large = 2, Number = double.NaN, Maybe = double.NegativeInfinity, Status = RunStatus.Failed, MaybeStatus = RunStatus.Interrupted }],
            withHeader: false));
    }

    [Fact]
    public void Write_makes_utf8_without_byte_order_mark_and_with_line_feeds()
    {
        CsvTable.Write(_folder["t.csv"], [new Everything { Text = "é" }]);
        var bytes = File.ReadAllBytes(_folder["t.csv"]);
        Assert.Equal((byte)'t', bytes[0]);
        Assert.DoesNotContain((byte)'\r', bytes);
        Assert.Contains("é", Encoding.UTF8.GetString(bytes));
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Format_and_read_are_the_same_under_every_culture(string culture)
    {
        var rows = new[] { new Everything { Text = "x", Whole = -12345, Large = -1, Number = -1234.5, Maybe = double.PositiveInfinity } };
        var expected = CsvTable.Format(rows);
        Cultures.Under(culture, () =>
        {
            Assert.NotEqual("-1234.5", (-1234.5).ToString(CultureInfo.CurrentCulture)); // the culture does bite
            Assert.Equal(expected, CsvTable.Format(rows));
            CsvTable.Write(_folder["t.csv"], rows);
            Assert.Equal(rows, CsvTable.Read<Everything>(_folder["t.csv"]));
        });
    }

    [Fact]
    public void Read_returns_the_same_bits()
    {
        var random = new Random(1);
        double[] corners = [0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, double.MaxValue, double.MinValue, 0.1, 1d / 3];
        var drawn = Enumerable.Range(0, 2000).Select(_ => BitConverter.Int64BitsToDouble(random.NextInt64())).Where(double.IsFinite);
        Everything[] rows = [.. corners.Concat(drawn).Select(number => new Everything { Text = "", Number = number, Maybe = -number })];
        CsvTable.Write(_folder["t.csv"], rows);
        var read = CsvTable.Read<Everything>(_folder["t.csv"]);
        Assert.Equal(rows, read);
        Assert.Equal(rows.Select(row => BitConverter.DoubleToInt64Bits(row.Number)), read.Select(row => BitConverter.DoubleToInt64Bits(row.Number)));
    }

    [Fact]
    public void Read_returns_awkward_texts()
    {
        string[] texts = ["", " padded ", "a,b", "\"", "\"\"", "two\nlines", "two\r\nlines", "=1+1", "-x", "#", "ä€😀", "nan", ";", "\t"];
        Everything[] rows = [.. texts.Select(text => new Everything { Text = text, Whole = 1 })];
        CsvTable.Write(_folder["t.csv"], rows);
        Assert.Equal(rows, CsvTable.Read<Everything>(_folder["t.csv"]));
    }

    [Fact]
    public void Read_finds_reordered_columns_and_passes_over_unknown_ones()
    {
        File.WriteAllText(_folder["t.csv"], "\uFEFFstatus,later,whole,text,large,number,flag\r\nfailed,?,7,hello,8,2.5,true\r\n");
        var expected = new Everything { Status = RunStatus.Failed, Whole = 7, Text = "hello", Large = 8, Number = 2.5, Flag = true };
        Assert.Equal([expected], CsvTable.Read<Everything>(_folder["t.csv"]));
    }

    [Theory]
    [InlineData("", 1, "the file is empty")]
    [InlineData("whole,large,number,flag,status\n", 1, "column text is missing")]
    [InlineData("text,whole,large,number,flag,status,text\n", 1, "column text appears 2 times")]
    [InlineData("text,whole,large,number,flag,status\nx,1,2,3,true,completed\nx,1,2,3,true", 3, "cut short")]
    [InlineData("text,whole,large,number,flag,status\nx,1,2,3,true\n", 2, "not a whole row")]
    [InlineData("text,whole,large,number,flag,status\nx,1,2,3,true,completed,more\n", 2, "not a whole row")]
    [InlineData("text,whole,large,number,flag,status\nx,1,2,3,true,completed\n\nx,1,2,3,true,completed\n", 3, "not a whole row")]
    [InlineData("text,whole,large,number,flag,status\n\"x,1,2,3,true,completed\n", 2, "not a whole row")]
    [InlineData("text,whole,large,number,flag,status\nx,1.5,2,3,true,completed\n", 2, "column whole: \"1.5\" is not a whole number")]
    [InlineData("text,whole,large,number,flag,status\nx,99999999999,2,3,true,completed\n", 2, "column whole: \"99999999999\" is not a whole number")]
    [InlineData("text,whole,large,number,flag,status\nx,1,2,\"3,5\",true,completed\n", 2, "column number: \"3,5\" is not a number")]
    [InlineData("text,whole,large,number,flag,status\nx,1,2,,true,completed\n", 2, "column number: \"\" is not a number")]
    [InlineData("text,whole,large,number,flag,status\nx,1,2,1e999,true,completed\n", 2, "column number: \"1e999\" is not a number")]
    [InlineData("text,whole,large,number,flag,status\n\"two\nlines\",1,2,3,true,completed\nx,1,2,3,yes,completed\n", 4, "column flag: \"yes\" is not true or false")]
    [InlineData("text,whole,large,number,flag,status\nx,1,2,3,true,done\n", 2, "column status: \"done\" is not one of completed, diverged, failed, interrupted")]
    public void Read_damaged_file_says_line_and_what(string text, int line, string what)
    {
        File.WriteAllText(_folder["t.csv"], text);
        var error = Assert.Throws<DamagedFileException>(() => CsvTable.Read<Everything>(_folder["t.csv"]));
        Assert.StartsWith($"{_folder["t.csv"]}:{line}: ", error.Message);
        Assert.Contains(what, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(1, error.ExitCode);
    }

    [Fact]
    public void Read_binary_file_says_so()
    {
        File.WriteAllBytes(_folder["t.csv"], [0x80, 0xff, 0x00, (byte)'\n']);
        Assert.Contains("not a UTF-8 text", Assert.Throws<DamagedFileException>(() => CsvTable.Read<Everything>(_folder["t.csv"])).Message);
    }

    [Fact]
    public void Read_missing_file_is_not_damage()
    {
        var error = Assert.Throws<UserException>(() => CsvTable.Read<Everything>(_folder["none.csv"]));
        Assert.Contains("none.csv: cannot be read: the file does not exist", error.Message);
    }

    [Fact]
    public void Read_mutated_files_gives_rows_or_a_clear_error()
    {
        var random = new Random(7);
        var good = Encoding.UTF8.GetBytes(CsvTable.Format(Enumerable.Range(1, 5).Select(epoch => Rows.Epoch(epoch))));
        var damaged = 0;
        for (var round = 0; round < 2000; round++)
        {
            byte[] bytes = [.. good];
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["t.csv"], random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                CsvTable.Read<EpochRow>(_folder["t.csv"]);
            }
            catch (DamagedFileException error)
            {
                Assert.DoesNotContain('\n', error.Message);
                damaged++;
            }
        }
        Assert.InRange(damaged, 1000, 2000);
    }

    private sealed record Everything
    {
        public required string Text { get; init; }

        public int Whole { get; init; }

        public long Large { get; init; }

        public double Number { get; init; }

        public double? Maybe { get; init; }

        public bool Flag { get; init; }

        public RunStatus Status { get; init; }

        public RunStatus? MaybeStatus { get; init; }

        public double Derived => Number * 2;
    }
}
