"""The one style sheet: menus, inputs, scroll bars, tooltips. Everything else is painted."""

from string import Template

from PySide6.QtGui import QColor

from fillbook.gui import theme

_SHEET = Template("""
QToolTip {
  background: $raised; color: $text; border: 1px solid $line;
  padding: ${s4}px ${s8}px; font-size: ${f12}px;
}
QMenuBar { background: $chrome; color: $text2; border: none; spacing: 0; }
QMenuBar::item { background: transparent; padding: ${s6}px ${s8}px; border-radius: 6px; }
QMenuBar::item:selected { background: $pressed; color: $text; }
QMenu {
  background: $raised; color: $text; border: 1px solid $line; padding: ${s4}px;
}
QMenu::item {
  padding: ${s6}px ${s24}px ${s6}px ${s10}px; border-radius: 5px; min-width: ${s120}px;
}
QMenu::item:selected { background: $menu; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $line; margin: ${s4}px ${s6}px; }
QMenu::icon { padding-left: ${s8}px; }
QMenu::right-arrow { width: ${s12}px; height: ${s12}px; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $field; color: $text; border: 1px solid $control; border-radius: 6px;
  padding: 0 ${s8}px; selection-background-color: $selection; selection-color: $selected;
}
QTextEdit, QPlainTextEdit { padding: ${s4}px ${s6}px; }
QLineEdit, QAbstractSpinBox, QComboBox { min-height: ${s28}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $accent; padding: 0 ${s7}px;
}
QTextEdit:focus, QPlainTextEdit:focus { padding: ${s3}px ${s5}px; }
QLineEdit:disabled, QTextEdit:disabled, QComboBox:disabled { color: $disabled; }
QLineEdit[bare="true"], QTextEdit[bare="true"] {
  background: transparent; border: none; padding: 0; min-height: 0;
}
QLineEdit[compact="true"] { min-height: 0; padding: 0 ${s6}px; }
QLineEdit[wrong="true"] { border-color: $bad; }
QComboBox::drop-down { border: none; width: ${s24}px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QComboBox QAbstractItemView {
  background: $raised; border: 1px solid $line; padding: ${s4}px; outline: none;
}
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: none; }
QScrollBar::handle { background: $control; border-radius: 3px; }
QScrollBar::handle:hover, QScrollBar::handle:pressed { background: $text3; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: none; width: 0; height: 0;
}
QAbstractScrollArea { border: none; }
QAbstractScrollArea::corner { background: transparent; }
QTableView, QListView { background: transparent; border: none; outline: none; }
QListWidget::item { padding: ${s6}px ${s8}px; border-radius: 6px; color: $text2; }
QListWidget::item:hover { background: $hover; }
QListWidget::item:selected { background: $pressed; color: $text; }
QHeaderView { background: transparent; border: none; }
QSplitter::handle { background: transparent; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QTextBrowser { background: transparent; border: none; padding: 0; }
QTextBrowser:focus { border: none; padding: 0; }
""")

_COLORS = (
    *("raised", "text", "text2", "text3", "line", "chrome", "pressed", "disabled"),
    *("control", "accent", "bad", "hover"),
)
_SIZES = (3, 4, 5, 6, 7, 8, 10, 12, 24, 28, 120)


def style_sheet() -> str:
    """The sheet in the colours and sizes in force."""
    values = {name: _css(theme.color(name)) for name in _COLORS}
    dark = theme.is_dark()
    values["field"] = _css(theme.color("sunken" if dark else "surface"))
    values["menu"] = _css(theme.color("pressed" if dark else "hover"))
    contrast = theme.look().value.startswith("contrast")
    values["selection"] = _css(theme.color("accent_fill" if contrast else "accent_line"))
    values["selected"] = _css(theme.color("on_accent" if contrast else "text"))
    values |= {f"s{size}": str(theme.scale(size)) for size in _SIZES}
    values["f12"] = str(theme.scale(12))
    return _SHEET.substitute(values)


def _css(color: QColor) -> str:
    return color.name(QColor.NameFormat.HexRgb)
