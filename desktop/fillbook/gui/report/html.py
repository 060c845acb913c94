"""A report as one HTML file: nothing beside it, nothing fetched, no script."""

from base64 import b64encode
from collections.abc import Iterator
from html import escape

from fillbook.gui import theme
from fillbook.gui.charts.drawing import Drawing, Table
from fillbook.gui.report.charts import ReportCharts, png
from fillbook.gui.report.content import Report, Titled

_STYLE = """
body { font: 14px/1.45 Inter, "Segoe UI", "Noto Sans", sans-serif; color: #1C1B19;
  background: #F7F6F3; margin: 0; font-variant-numeric: tabular-nums; }
main { max-width: 960px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 24px; margin: 0 0 4px; } h2 { font-size: 15px; margin: 0 0 8px; }
p { margin: 0; color: #55514A; }
section, .strip { background: #FFF; border: 1px solid #E6E3DD; border-radius: 8px;
  padding: 16px; margin-top: 16px; break-inside: avoid; }
.strip { display: flex; flex-wrap: wrap; gap: 16px 32px; }
.strip b { display: block; font-size: 22px; font-weight: 600; }
.strip small, .strip span { color: #69645C; font-size: 12px; }
.gain { color: GAIN; } .loss { color: LOSS; }
.halves { display: grid; grid-template-columns: 1fr 1fr; gap: 16px; }
img { width: 100%; height: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: right; font-weight: 500; font-size: 12px; color: #69645C;
  border-bottom: 1px solid #E6E3DD; padding: 6px 8px; }
td { text-align: right; border-bottom: 1px solid #EFECE7; padding: 5px 8px; }
th:first-child, td:first-child { text-align: left; }
@media print { body { background: #FFF; } main { padding: 0; } }
"""


def html(report: Report) -> str:
    """The whole page. Words of the journal are escaped, whatever they hold."""
    with theme.on_paper():
        style = _STYLE.replace("GAIN", theme.color("gain").name())
        style = style.replace("LOSS", theme.color("loss").name())
        body = "\n".join(_body(report, ReportCharts(report)))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(report.title)}</title>\n<style>{style}</style></head>\n"
        f"<body><main>\n{body}\n</main></body></html>\n"
    )


def _body(report: Report, charts: ReportCharts) -> Iterator[str]:
    yield f"<h1>{escape(report.title)}</h1>"
    yield from (f"<p>{escape(line)}</p>" for line in report.lines)
    yield '<div class="strip">'
    for figure in report.figures:
        token = f' class="{figure.token}"' if figure.token in ("gain", "loss") else ""
        unit = f" <small>{escape(figure.unit)}</small>" if figure.unit else ""
        yield (
            f"<div><span>{escape(figure.label)}</span>"
            f"<b{token}>{escape(figure.value)}{unit}</b><small>{escape(figure.note)}</small></div>"
        )
    yield "</div>"
    for title, chart in charts.wide:
        yield _figure(title, chart)
    yield '<div class="halves">'
    for title, chart in charts.halves:
        yield _figure(title, chart)
    yield "</div>"
    for titled in (*report.breakdowns, *report.families):
        yield _section(titled)
    if report.left_out.rows:
        yield _section(Titled("Left out", report.left_out))


def _figure(title: str, chart: Drawing) -> str:
    picture = b64encode(png(chart)).decode()
    name = escape(title, quote=True)
    return (
        f"<section><h2>{escape(title)}</h2>"
        f'<img alt="{name}" src="data:image/png;base64,{picture}"></section>'
    )


def _section(titled: Titled) -> str:
    return f"<section><h2>{escape(titled.title)}</h2>{_table(titled.table)}</section>"


def _table(table: Table) -> str:
    head = "".join(f"<th>{escape(header)}</th>" for header in table.headers)
    rows = "\n".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
