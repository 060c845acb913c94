"""The guide: chapters at the left, one of them to read, found by its words."""

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from fillbook.gui import theme
from fillbook.gui.pages.guide.presenter import Chapter, about, chapters, found
from fillbook.gui.session import Session
from fillbook.gui.widgets.words import Words

_LINE_HEIGHT = 138
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_LIST, _ROW = 240, 30


class GuidePage(QWidget):
    """Reads the chapters that the program ships; nothing is fetched."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chapters = (*chapters(), about(session.library.folder))
        self._find = QLineEdit()
        self._find.setPlaceholderText("Find in the guide")
        self._find.setAccessibleName("Find in the guide")
        self._find.setClearButtonEnabled(False)
        self._list = QListWidget()
        self._list.setAccessibleName("Chapters")
        self._text = QTextBrowser()
        self._text.setAccessibleName("Guide")
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._follow)
        self._find.textEdited.connect(self._show_list)
        self._list.currentRowChanged.connect(self._row_changed)
        self._build()
        self._show_list("")
        theme.events.changed.connect(self._restyle)
        self._restyle()

    def show_chapter(self, key: str) -> None:
        """Open a chapter by its key: the name of its file, or about."""
        self._find.clear()
        self._show_list("")
        for row, chapter in enumerate(self._chapters):
            if chapter.key == key:
                self._list.setCurrentRow(row)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        edge = self._text.x() - 21
        painter.fillRect(edge, 0, 1, self.height(), theme.color("line"))

    def _build(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(0, 16, 0, 12)
        left.setSpacing(12)
        left.addWidget(Words("Guide", "title"))
        left.addWidget(self._find)
        left.addWidget(self._list, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(20, 0, 4, 0)
        layout.setSpacing(41)
        layout.addLayout(left)
        layout.addWidget(self._text, 1)

    def _show_list(self, words: str) -> None:
        self._shown: list[Chapter] = [each for each in self._chapters if found(each, words)]
        self._list.blockSignals(True)
        self._list.clear()
        for chapter in self._shown:
            item = QListWidgetItem(chapter.title, self._list)
            item.setSizeHint(QSize(0, theme.scale(_ROW)))  # its own hint knows no style sheet yet
        self._list.blockSignals(False)
        self._list.setCurrentRow(0 if self._shown else -1)

    def _row_changed(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self._show(self._shown[row])

    def _show(self, chapter: Chapter) -> None:
        document = self._text.document()
        document.setDefaultFont(theme.font("body"))
        document.setMarkdown(chapter.markdown)
        _space(document)
        _outline_tables(document)
        self._text.moveCursor(QTextCursor.MoveOperation.Start)

    def _follow(self, url: QUrl) -> None:
        if url.isRelative():
            self.show_chapter(url.fileName().removesuffix(".md"))
        else:
            QDesktopServices.openUrl(url)

    def _restyle(self) -> None:
        self._list.setFixedWidth(theme.scale(_LIST) - 40)
        self._find.setFixedWidth(theme.scale(_LIST) - 40)
        self._text.setMaximumWidth(theme.scale(760))
        self._text.document().setDocumentMargin(theme.scale(20))
        self._text.setLineWrapMode(QTextBrowser.LineWrapMode.WidgetWidth)
        self._text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def _space(document: QTextDocument) -> None:
    """Give lines and paragraphs the air of prose."""
    block = document.begin()
    while block.isValid():
        spaced = QTextBlockFormat(block.blockFormat())
        spaced.setLineHeight(_LINE_HEIGHT, _PROPORTIONAL)
        if spaced.headingLevel():
            spaced.setTopMargin(theme.scale(20 if spaced.headingLevel() > 1 else 4))
            spaced.setBottomMargin(theme.scale(6))
        elif not QTextCursor(block).currentTable():
            spaced.setBottomMargin(theme.scale(4 if block.textList() else 10))
        QTextCursor(block).setBlockFormat(spaced)
        block = block.next()


def _outline_tables(document: QTextDocument) -> None:
    """Hairlines, and room in the cells."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            outline = frame.format()
            outline.setBorderBrush(theme.color("line"))
            outline.setBorderCollapse(True)
            outline.setCellPadding(theme.scale(6))
            frame.setFormat(outline)
