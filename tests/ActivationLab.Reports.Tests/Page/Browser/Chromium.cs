using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace ActivationLab.Reports.Tests.Page.Browser;

/// <summary>Debian's Chromium without a window and without a network, on a page from the disk.</summary>
public sealed class Chromium : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly ChromeDriver _driver;

    public Chromium()
    {
        Folder = Directory.CreateTempSubdirectory("activationlab-browser-").FullName;
        var options = new ChromeOptions { BinaryLocation = Find("chromium")! };
        options.AddArguments(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--no-first-run", "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND", $"--user-data-dir={Path.Combine(Folder, "profile")}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(Find("chromedriver")!)!, "chromedriver");
        service.SuppressInitialDiagnosticInformation = true;
        _driver = new ChromeDriver(service, options, s_patience);
        _driver.Manage().Timeouts().AsynchronousJavaScript = s_patience;
    }

    /// <summary>Why there is no browser to test in; null if there is.</summary>
    public static string? WhyNot { get; } = new[] { "chromium", "chromedriver" }.FirstOrDefault(program => Find(program) is null) is { } missing
        ? $"there is no {missing}: install the packages chromium and chromium-driver"
        : null;

    /// <summary>A folder for the page and for what it saves.</summary>
    public string Folder { get; }

    /// <summary>What the page wrote to the console, warnings and worse.</summary>
    public IReadOnlyList<string> Complaints =>
        [.. _driver.Manage().Logs.GetLog(LogType.Browser).Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Message)];

    /// <summary>Opens a page and, unless scripts are off, waits for its charts.</summary>
    public void Open(string html, int width = 1440, bool withScripts = true, bool isDark = false)
    {
        var file = Path.Combine(Folder, "page.html");
        File.WriteAllText(file, html);
        Command("Emulation.setScriptExecutionDisabled", ("value", !withScripts));
        Command("Emulation.setDeviceMetricsOverride", ("width", width), ("height", 900), ("deviceScaleFactor", 1), ("mobile", false));
        // Without motion: a button that scrolls into view smoothly cannot be clicked yet.
        Command("Emulation.setEmulatedMedia", ("features", new[] { Feature("prefers-color-scheme", isDark ? "dark" : "light"), Feature("prefers-reduced-motion", "reduce") }));
        Command("Browser.setDownloadBehavior", ("behavior", "allow"), ("downloadPath", Folder));
        Command("Browser.grantPermissions", ("permissions", new[] { "clipboardReadWrite", "clipboardSanitizedWrite" }));
        _driver.Navigate().GoToUrl(new Uri(file).AbsoluteUri);
        if (withScripts)
            Until(() => Value<bool>("return document.documentElement.dataset.charts === 'drawn'"));
    }

    /// <summary>What a script in the page returns.</summary>
    public T Value<T>(string script) => (T)Convert.ChangeType(_driver.ExecuteScript(script)!, typeof(T), CultureInfo.InvariantCulture);

    /// <summary>Texts that a script in the page returns.</summary>
    public IReadOnlyList<string> Texts(string script) => [.. ((IEnumerable<object>)_driver.ExecuteScript(script)!).Select(text => (string)text)];

    /// <summary>The text of the clipboard.</summary>
    public string Clipboard() => (string)_driver.ExecuteAsyncScript("navigator.clipboard.readText().then(arguments[0], error => arguments[0]('error: ' + error))")!;

    /// <summary>Clicks an element as a person does: it must be visible.</summary>
    public void Click(string selector) => Element(selector).Click();

    /// <summary>Presses a key where the focus is.</summary>
    public void Press(string key) => _driver.SwitchTo().ActiveElement().SendKeys(key);

    /// <summary>The visible text of an element.</summary>
    public string Text(string selector) => Element(selector).Text;

    /// <summary>Whether an element can be seen.</summary>
    public bool IsShown(string selector) => Element(selector).Displayed;

    /// <summary>A file that the page saves.</summary>
    public byte[] Saved(string name)
    {
        var path = Path.Combine(Folder, name);
        Until(() => File.Exists(path) && new FileInfo(path).Length > 0);
        return File.ReadAllBytes(path);
    }

    /// <summary>Waits for something that must become true.</summary>
    public static void Until(Func<bool> isSo)
    {
        var end = DateTime.UtcNow + s_patience;
        while (!isSo())
        {
            Assert.True(DateTime.UtcNow < end, "it did not happen");
            Thread.Sleep(50);
        }
    }

    public void Dispose()
    {
        _driver.Quit();
        _driver.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private IWebElement Element(string selector) => _driver.FindElement(By.CssSelector(selector));

    private void Command(string name, params (string Name, object Value)[] parameters) =>
        _driver.ExecuteCdpCommand(name, parameters.ToDictionary(parameter => parameter.Name, object? (parameter) => parameter.Value));

    private static Dictionary<string, object> Feature(string name, string value) => new() { ["name"] = name, ["value"] = value };

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
