"""Reports as files."""

from pathlib import Path

from fillbook.domain.errors import FillbookError
from fillbook.gui.report.content import Report
from fillbook.gui.report.html import html
from fillbook.gui.report.pdf import write_pdf


def write(content: Report, file: Path) -> None:
    """Write a report as PDF or HTML, by the file's ending; on the GUI thread, for it paints.

    Raises:
        FillbookError: the file cannot be written.
    """
    if file.suffix.lower() == ".pdf":
        write_pdf(content, file)
        return
    try:
        file.write_text(html(content), encoding="utf-8")
    except OSError as error:
        raise FillbookError(f"{file.name} could not be written.", str(error)) from error
