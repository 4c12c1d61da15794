"use strict";
// The page works without this: it adds drawings, buttons and the choice of a theme.
(() => {
  const root = document.documentElement;
  const all = selector => [...document.querySelectorAll(selector)];
  const said = document.getElementById("said");
  const say = text => { said.textContent = ""; setTimeout(() => { said.textContent = text; }, 50); };

  all("button[hidden]").forEach(button => { button.hidden = false; });

  // Theme: the system's, until somebody chooses. Drawings use the same style variables and change with it.
  const theme = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const nameTheme = () => { theme.textContent = isDark() ? "Light theme" : "Dark theme"; };
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; nameTheme(); });
  system.addEventListener("change", nameTheme);
  nameTheme();

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Browsers that keep the clipboard from pages on disk still copy a selection.
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "unseen";
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      if (!done) throw new Error("the browser does not let this page copy");
    }
  }

  function flash(button, text) {
    button.dataset.text ??= button.textContent;
    button.textContent = text;
    say(text);
    clearTimeout(button.timer);
    button.timer = setTimeout(() => { button.textContent = button.dataset.text; }, 1600);
  }

  all("[data-copy]").forEach(button => button.addEventListener("click", async () => {
    try {
      await copy(document.getElementById(button.dataset.copy).textContent);
      flash(button, "Copied");
    } catch {
      flash(button, "Not copied: select it below");
    }
  }));

  function save(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say(`Saved ${name}`);
  }

  const quoted = value => /[",\n\r]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  const csv = chart => [chart.columns, ...chart.rows].map(row => row.map(value => quoted(String(value ?? ""))).join(",") + "\n").join("");

  // Colours by name: the page's variables on the screen, what they stand for in a file.
  function config(colour) {
    const series = [1, 2, 3, 4, 5, 6, 7, 8].map(number => colour(`--series-${number}`));
    const text = { labelColor: colour("--quiet"), titleColor: colour("--ink"), labelFontSize: 11, titleFontSize: 12, titleFontWeight: 500 };
    return {
      aria: false, // the drawing has one description, rather than one for each of its hundreds of marks
      background: null,
      font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'DejaVu Sans', sans-serif",
      padding: { left: 4, right: 8, top: 4, bottom: 4 },
      view: { stroke: null, continuousHeight: 260, discreteHeight: { step: 24 } },
      axis: { ...text, domainColor: colour("--line"), tickColor: colour("--line"), gridColor: colour("--grid"), labelLimit: 170, titlePadding: 8, labelOverlap: true },
      legend: { ...text, labelColor: colour("--ink"), orient: "top", labelLimit: 220, symbolLimit: 40, symbolStrokeWidth: 2, columnPadding: 14, titleLimit: 300, offset: 8 },
      header: { ...text, labelColor: colour("--ink"), labelLimit: 260 },
      title: { color: colour("--ink"), fontSize: 12, fontWeight: 600 },
      mark: { color: series[0] },
      text: { fill: colour("--ink"), color: colour("--ink") },
      rule: { color: colour("--ink") },
      range: { category: series, ordinal: { scheme: "viridis" }, ramp: { scheme: "viridis" }, heatmap: { scheme: "viridis" }, diverging: { scheme: "blueorange" } },
    };
  }

  // Charts name Okabe and Ito's colours; the page has its own shades of them for light and dark.
  const shades = new Map(["#0072b2", "#d55e00", "#009e73", "#e69f00", "#cc79a7", "#56b4e9", "#f0e442", "#888888"]
    .map((shade, i) => [shade, `--series-${i + 1}`]));

  // A legend on top is made for a narrow phone; where there is more room it has more columns.
  const phone = 330;
  function adapted(value, colour, room) {
    if (typeof value === "string") return shades.has(value.toLowerCase()) ? colour(shades.get(value.toLowerCase())) : value;
    if (Array.isArray(value)) return value.map(item => adapted(item, colour, room));
    if (value === null || typeof value !== "object") return value;
    const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, key === "values" ? item : adapted(item, colour, room)]));
    if (copy.orient === "top" && copy.columns) copy.columns = Math.max(1, Math.floor(copy.columns * room / phone));
    return copy;
  }

  const onScreen = { colour: name => `var(${name})` };
  onScreen.config = config(onScreen.colour);
  const read = element => JSON.parse(element.textContent);
  const panelForms = ["facet", "concat", "hconcat", "vconcat", "repeat"];
  const hasPanels = spec => panelForms.some(form => form in spec) || ["row", "column", "facet"].some(channel => spec.encoding?.[channel]);

  // How many panels stand side by side, if there is room.
  function panelColumns(spec, rows) {
    if (spec.hconcat) return spec.hconcat.length;
    if (spec.vconcat) return 1;
    if (spec.concat) return spec.columns ?? spec.concat.length;
    const values = field => new Set(rows.map(row => row[field])).size;
    const facet = spec.facet ?? spec.encoding?.facet;
    if (facet?.field) return Math.min(facet.columns ?? spec.columns ?? Infinity, values(facet.field));
    const column = spec.facet?.column ?? spec.encoding?.column;
    return column ? values(column.field) : 1;
  }

  function setPanels(spec, columns, width) {
    if (spec.hconcat && columns < spec.hconcat.length) {
      spec.concat = spec.hconcat;
      delete spec.hconcat;
    }
    const parts = spec.concat ?? spec.hconcat ?? spec.vconcat;
    if (parts) parts.forEach(part => { part.width = width; });
    else if (spec.spec) spec.spec.width = width;
    else spec.width = width;
    if (spec.concat || spec.facet?.field) spec.columns = columns;
    if (spec.encoding?.facet) spec.encoding.facet.columns = columns;
  }

  const records = chart => chart.rows.map(row => Object.fromEntries(
    chart.columns.map((column, i) => [column, row[i]]).filter(([, value]) => value !== null)));

  function prepared(chart, rows, settings, width, columns, panel) {
    const spec = adapted(chart.spec, settings.colour, width);
    spec.datasets = { ...spec.datasets, table: rows };
    spec.data ??= { name: "table" };
    if (hasPanels(spec)) {
      setPanels(spec, columns, panel);
    } else {
      spec.width = width;
      spec.autosize = { type: "fit-x", contains: "padding" };
    }
    return spec;
  }

  async function draw(chart, target, settings) {
    const room = target.clientWidth;
    const rows = records(chart);
    const several = hasPanels(chart.spec);
    const least = 150;
    let columns = several ? panelColumns(chart.spec, rows) : 1;
    while (columns > 1 && (room - 50) / columns - 20 < least) columns--;
    let panel = Math.floor((room - 50) / columns - 20);
    const legend = { ...settings.config.legend, columns: Math.max(1, Math.floor(room / 165)) };
    const options = {
      mode: "vega-lite", actions: false, renderer: "svg", ast: true, defaultStyle: false, tooltip: { disableDefaultStyle: true },
      config: { ...settings.config, legend }, logLevel: vega.Error,
    };
    for (let attempt = 0; ; attempt++) {
      const result = await vegaEmbed(target, prepared(chart, rows, settings, room, columns, panel), options);
      const over = (target.querySelector("svg")?.getBoundingClientRect().width ?? 0) - room;
      if (!several || over <= 0 || attempt === 3) return result;
      result.finalize();
      panel = Math.max(80, Math.floor(panel - over / columns - 1));
    }
  }

  async function drawFigure(figure) {
    const target = figure.querySelector(".drawing");
    try {
      figure.drawn?.finalize();
      figure.drawn = await draw(read(document.getElementById(figure.dataset.chart)), target, onScreen);
      figure.dataset.state = "drawn";
    } catch (error) {
      figure.dataset.state = "failed";
      target.textContent = `This chart could not be drawn: ${error.message}`;
      console.error(error);
    }
  }

  // Files are light, whatever the theme, and as wide as a figure in a paper needs.
  async function picture(chart, form) {
    const stage = document.createElement("div");
    stage.className = "light offstage";
    stage.style.width = hasPanels(chart.spec) ? "960px" : "640px";
    document.body.append(stage);
    const probe = document.createElement("span");
    stage.append(probe);
    const colour = name => { probe.style.color = `var(${name})`; return getComputedStyle(probe).color; };
    const target = document.createElement("div");
    stage.append(target);
    const { view, finalize } = await draw(chart, target, { colour, config: { ...config(colour), background: "#ffffff" } });
    try {
      if (form === "svg") return new Blob([await view.toSVG()], { type: "image/svg+xml" });
      const canvas = await view.toCanvas(3);
      return await new Promise(resolve => { canvas.toBlob(resolve, "image/png"); });
    } finally {
      finalize();
      stage.remove();
    }
  }

  all("[data-save]").forEach(button => button.addEventListener("click", async () => {
    const chart = read(document.getElementById(button.closest("figure").dataset.chart));
    const form = button.dataset.save;
    const blob = form === "csv" ? new Blob([csv(chart)], { type: "text/csv" }) : await picture(chart, form);
    save(`${document.body.dataset.name}-${chart.id}.${form}`, blob);
  }));

  const figures = all("figure[data-chart]");
  async function drawAll() {
    for (const figure of figures) await drawFigure(figure);
    root.dataset.charts = "drawn";
  }

  let width = innerWidth;
  let waiting;
  addEventListener("resize", () => {
    if (innerWidth === width) return; // a phone's bars come and go
    width = innerWidth;
    clearTimeout(waiting);
    waiting = setTimeout(drawAll, 150);
  });
  drawAll();
})();
