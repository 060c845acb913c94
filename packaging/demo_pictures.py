"""Draws the screenshots of the demo journal into resources/demo.

Run it again when the invented year changes: QT_QPA_PLATFORM=offscreen python
packaging/demo_pictures.py
"""

import sys
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPainter,
    QPen,
    QPolygonF,
)

from fillbook.demo.market import NEW_YORK
from fillbook.demo.year import Taken, the_year

FOLDER = Path(__file__).parent.parent / "resources" / "demo"
WIDTH, HEIGHT = 800, 450
BARS = 90  # at most, in one picture
EVERY = 55  # of the year's notable trades
NEWEST = 5
MIXES = 6

PAPER, GRID, INK, DIM = QColor("#10151c"), QColor("#1d2530"), QColor("#d7dee8"), QColor("#7f8b99")
UP, DOWN = QColor("#3fb68b"), QColor("#e0605e")
MARK, PEN = QColor("#f0b849"), QColor("#7aa7ff")


def main() -> None:
    """Draw every picture anew."""
    application = QGuiApplication(sys.argv)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    for trade in chosen():
        write(Chart(trade).drawn(), FOLDER / f"{trade.key}.png")
    application.quit()


def chosen() -> list[Taken]:
    """Closed trades with something to show, spread over the year, and some of the newest."""
    trades = sorted(
        (trade for year in the_year() for trade in year.trades if trade.play.exit is not None),
        key=lambda trade: trade.opened_at,
    )
    notable = [trade for trade in trades if abs(trade.r) >= 1]
    picked = notable[::EVERY] + notable[-NEWEST:]
    return list({trade.key: trade for trade in picked}.values())


def write(picture: QImage, file: Path) -> None:
    """Save as a palette PNG, which is a third of the size."""
    writer = QImageWriter(str(file), b"png")
    writer.setCompression(100)
    flags = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    assert writer.write(picture.convertToFormat(QImage.Format.Format_Indexed8, palette(), flags))


def palette() -> list[int]:
    """The colours of a picture, each also mixed with the paper for smooth edges."""
    return [
        QColor(*(_mix(ink, paper, share) for ink, paper in _channels(color))).rgb()
        for color in (PAPER, GRID, INK, DIM, UP, DOWN, MARK, PEN)
        for share in range(1, MIXES + 1)
    ]


def _channels(color: QColor) -> list[tuple[int, int]]:
    return list(zip(color.getRgb()[:3], PAPER.getRgb()[:3], strict=True))


def _mix(ink: int, paper: int, share: int) -> int:
    return paper + (ink - paper) * share // MIXES


class Chart:
    """One trade as a trader's charting program would show it."""

    def __init__(self, trade: Taken) -> None:
        self.trade = trade
        self.bars = trade.bars[:BARS]
        prices = [bar.low for bar in self.bars] + [bar.high for bar in self.bars]
        entry, sign, plan = trade.play.entry, trade.play.sign, trade.plan
        levels = (entry - sign * plan.stop, entry + sign * plan.target)
        self.low, self.high = min(*prices, *levels), max(*prices, *levels)
        self.area = QRectF(16, 46, WIDTH - 100, HEIGHT - 80)

    def drawn(self) -> QImage:
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        image.fill(PAPER)
        painter = QPainter(image)
        self._frame(painter)
        self._candles(painter)
        self._levels(painter)
        self._fills(painter)
        painter.end()
        return image

    def _x(self, index: float) -> float:
        return self.area.left() + (index + 0.5) * self.area.width() / len(self.bars)

    def _y(self, ticks: float) -> float:
        share = (ticks - self.low) / max(1, self.high - self.low)
        return self.area.bottom() - share * self.area.height()

    def _frame(self, painter: QPainter) -> None:
        trade = self.trade
        painter.setFont(_font(17, bold=True))
        painter.setPen(INK)
        painter.drawText(QPointF(16, 28), trade.market.symbol)
        painter.setFont(_font(13))
        painter.setPen(DIM)
        local = trade.opened_at.astimezone(NEW_YORK)
        painter.drawText(
            QPointF(100, 28),
            f"{trade.market.bar_minutes} min   {local:%a %d %b %Y}   New York   {trade.setup.name}",
        )
        for step in range(6):
            ticks = self.low + (self.high - self.low) * step / 5
            y = self._y(ticks)
            painter.setPen(GRID)
            painter.drawLine(QPointF(self.area.left(), y), QPointF(self.area.right(), y))
            painter.setPen(DIM)
            price = f"{trade.market.price(round(ticks)):f}"
            painter.drawText(QPointF(self.area.right() + 8, y + 4), price)
        for index in range(10, len(self.bars), 20):
            at = self.bars[index].starts_at.astimezone(NEW_YORK)
            painter.drawText(QPointF(self._x(index) - 16, HEIGHT - 12), f"{at:%H:%M}")

    def _candles(self, painter: QPainter) -> None:
        width = max(2, int(self.area.width() / len(self.bars)) - 3)
        for index, bar in enumerate(self.bars):
            color = UP if bar.close >= bar.open else DOWN
            x = int(self._x(index))
            painter.setPen(color)
            painter.drawLine(x, int(self._y(bar.high)), x, int(self._y(bar.low)))
            top, bottom = sorted((int(self._y(bar.open)), int(self._y(bar.close))))
            painter.fillRect(x - width // 2, top, width, max(1, bottom - top), color)

    def _levels(self, painter: QPainter) -> None:
        entry, sign, plan = self.trade.play.entry, self.trade.play.sign, self.trade.plan
        painter.setFont(_font(12))
        for ticks, color, name in (
            (entry - sign * plan.stop, DOWN, "stop"),
            (entry + sign * plan.target, UP, "target"),
            (entry, PEN, "entry"),
        ):
            y = self._y(ticks)
            painter.setPen(QPen(color, 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(self.area.left(), y), QPointF(self.area.right(), y))
            painter.drawText(QPointF(self.area.left() + 4, y - 4), name)

    def _fills(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset = self.trade.play.touches[0].bar - self._first_bar()
        start = self.trade.play.touches[0].bar
        for touch in self.trade.play.touches:
            index = offset + touch.bar - start
            if index >= len(self.bars):
                continue
            up = 1 if touch.units > 0 else -1
            tip = QPointF(self._x(index), self._y(touch.price) + 3 * up)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(MARK)
            painter.drawPolygon(
                QPolygonF([tip, tip + QPointF(-7, 12 * up), tip + QPointF(7, 12 * up)])
            )
            painter.setPen(MARK)
            words = f"{'buy' if up > 0 else 'sell'} {abs(touch.units) * self.trade.book.unit}"
            painter.drawText(tip + QPointF(10, 12 * up + 4), words)

    def _first_bar(self) -> int:
        """Index on the trade's tape of the first bar that is drawn."""
        entered = self.trade.play.touches[0].bar
        span = self.trade.market.bar_minutes * 60
        for index, bar in enumerate(self.bars):
            if 0 <= (self.trade.opened_at - bar.starts_at).total_seconds() < span:
                return entered - index
        raise AssertionError("the entry lies inside the trade's bars")


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setFamilies(["Inter", "DejaVu Sans Condensed", "DejaVu Sans"])
    font.setPixelSize(size)
    font.setBold(bold)
    return font


if __name__ == "__main__":
    main()
