using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using ActivationLab.Experiments.Configuration;
using CsvHelper;

namespace ActivationLab.Experiments.Runs;

/// <summary>
/// Tables of records as CSV: a column a property, named in snake_case; comma, UTF-8, LF, invariant culture, doubles that read back
/// as the same bits, <c>nan</c>, <c>inf</c> and <c>-inf</c> as pandas reads them, <c>true</c>/<c>false</c>, nothing for null.
/// </summary>
public static class CsvTable
{
    private static readonly CsvWriterOptions WriterOptions = new() { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture };

    private static readonly CsvReaderOptions ReaderOptions = new()
    {
        Separator = ',',
        SkipEmptyLines = false,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Throw,
        FormatProvider = CultureInfo.InvariantCulture,
    };

    /// <summary>The columns of a table of <typeparamref name="T"/>, in the order of its properties.</summary>
    public static IReadOnlyList<string> Columns<T>() where T : class => Table<T>.Columns;

    /// <summary>The text of a table: a row a record, after the header if wanted.</summary>
    public static string Format<T>(IEnumerable<T> rows, bool withHeader = true) where T : class
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, WriterOptions))
        {
            if (withHeader)
                csv.WriteRecord(Table<T>.Columns);
            foreach (var row in rows)
                csv.WriteRecord([.. Table<T>.Properties.Select(property => CsvCell.Format(property.GetValue(row)))]);
        }
        return text.ToString();
    }

    /// <summary>Replaces the file by a table, atomically.</summary>
    /// <exception cref="UserException">The file could not be written.</exception>
    public static void Write<T>(string path, IEnumerable<T> rows) where T : class => AtomicFile.WriteAllText(path, Format(rows));

    /// <summary>
    /// Reads a table back. Columns may stand in any order; unknown ones are passed over; those of properties that are not required
    /// may be missing.
    /// </summary>
    /// <exception cref="DamagedFileException">The file is not such a table: says the line and what is wrong there.</exception>
    /// <exception cref="UserException">The file cannot be read.</exception>
    public static IReadOnlyList<T> Read<T>(string path) where T : class
    {
        using var csv = CsvReader.FromText(ReadText(path), ReaderOptions);
        try
        {
            var columns = FindColumns<T>(path, csv.Headers);
            var rows = new List<T>();
            while (csv.Read())
                rows.Add(ReadRow<T>(path, csv, columns));
            return rows;
        }
        catch (CsvFormatException error)
        {
            throw Damaged(path, error.LineNumber, $"not a whole row: {error.Message}", error);
        }
    }

    private static T ReadRow<T>(string path, CsvReader csv, IReadOnlyList<(int Index, PropertyInfo Property)> columns)
    {
        var row = Activator.CreateInstance<T>();
        foreach (var (index, property) in columns)
        {
            var text = csv.GetString(index);
            if (!CsvCell.TryParse(text, property.PropertyType, out var value))
            {
                var column = SnakeCase.Of(property.Name);
                throw Damaged(path, csv.LineNumber, $"column {column}: \"{Shortened(text)}\" is not {CsvCell.Describe(property.PropertyType)}");
            }
            property.SetValue(row, value);
        }
        return row;
    }

    private static List<(int Index, PropertyInfo Property)> FindColumns<T>(string path, IReadOnlyList<string> header) where T : class
    {
        var found = new List<(int, PropertyInfo)>();
        foreach (var (property, column) in Table<T>.Properties.Zip(Table<T>.Columns))
        {
            int[] places = [.. header.Index().Where(cell => cell.Item == column).Select(cell => cell.Index)];
            if (places.Length > 1)
                throw Damaged(path, 1, $"column {column} appears {places.Length} times");
            if (places.Length == 1)
                found.Add((places[0], property));
            else if (property.IsDefined(typeof(RequiredMemberAttribute)))
                throw Damaged(path, 1, $"column {column} is missing");
        }
        return found;
    }

    private static string ReadText(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length == 0)
                throw Damaged(path, 1, "the file is empty");
            // A number that was cut short still is a number; only the missing end of its line tells.
            if (bytes[^1] != '\n')
                throw Damaged(path, bytes.Count(b => b == '\n') + 1, "the line is cut short");
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            throw Damaged(path, 1, "not a UTF-8 text", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileProblem.Reading(path, error);
        }
    }

    private static DamagedFileException Damaged(string path, long line, string what, Exception? inner = null) =>
        new($"{path}:{line}", what, inner);

    private static string Shortened(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static class Table<T> where T : class
    {
        public static readonly PropertyInfo[] Properties = [.. typeof(T).GetProperties().Where(property => property.CanWrite)];

        public static readonly string[] Columns = [.. Properties.Select(property => SnakeCase.Of(property.Name))];
    }
}
