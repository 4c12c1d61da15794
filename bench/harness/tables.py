"""Tables for people: the same cells as text and as Markdown."""


def number(value):
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"


class Table:
    """A title and rows of cells; the first row is the head. Columns of numbers stand on the right."""

    def __init__(self, title, head, rows, note=""):
        self.title, self.head, self.rows, self.note = title, head, rows, note

    def _is_number(self, column):
        return all(row[column][:1] in "0123456789-" for row in self.rows)

    def text(self):
        widths = [max(len(row[column]) for row in [self.head, *self.rows]) for column in range(len(self.head))]
        right = [self._is_number(column) for column in range(len(self.head))]

        def line(row):
            return "  ".join(cell.rjust(width) if r else cell.ljust(width) for cell, width, r in zip(row, widths, right)).rstrip()

        note = f"\n{self.note}" if self.note else ""
        return "\n".join([self.title, line(self.head), *map(line, self.rows)]) + note + "\n"

    def markdown(self):
        rule = ["---:" if self._is_number(column) else "---" for column in range(len(self.head))]
        lines = [f"| {' | '.join(row)} |" for row in [self.head, rule, *self.rows]]
        note = f"\n\n{self.note}" if self.note else ""
        return f"### {self.title}\n\n" + "\n".join(lines) + note + "\n"


def of_comparisons(title, comparisons, metric):
    """Both absolute figures beside the ratio."""
    rows = [
        [c.case, c.peer, number(c.ours), number(c.theirs), f"{c.ratio.median:.2f}", f"{c.ratio.low:.2f} to {c.ratio.high:.2f}", str(c.ratio.n)]
        for c in comparisons]
    better = "higher" if metric.higher_is_better else "lower"
    coverage = min((c.ratio.coverage for c in comparisons), default=1)
    note = f"Median of n paired ratios, with its {100 * coverage:.0f} % interval; {better} is better for us."
    return Table(title, ["case", "peer", f"ours, {metric.title}", f"theirs, {metric.title}", "ours / theirs", "interval", "n"], rows, note)
