"""The words of a list of trades in the languages of TradingView."""

import re
from collections.abc import Mapping, Sequence

from fillbook.domain.execution import Direction

_MONEY = r"(\s+([a-z]{2,6}|[^\w\s%]))?"
"""The currency that follows a column's name; columns of percentages do not match."""


def _any(words: str) -> str:
    return "(" + "|".join(words.split(" ")) + ")"


_PROFIT = _any(
    "profit p&l pnl 獲利 获利 損益 损益 盈亏 gewinn g&v ganancia lucro gain profitto прибыль kâr "
    "수익 손익"
)
_NET_PROFIT = r"((net|netto|neto|净|淨|чистая|純)\s*)?" + _PROFIT + _MONEY
_PRICE = _any("price 價格 价格 preis kurs precio preço prix prezzo цена fiyat 価格 가격")
_CONTRACTS = _any(
    "contracts 合約 合约 kontrakte contratos contrats contratti контракты kontratlar 契約 계약"
)
_SIZE = (
    r"(position )?size|quantity|qty|數量|数量|수량"
    r"|.*[(（](qty|數量|数量|menge|cantidad|кол-во|수량)[)）]"
)
_CUMULATIVE = r"(cum\.|cumulative|累[計计积積]|kum\S*|acum\S*|накоп\S*|누적)\s*"
_DATE = _any("date 日期 datum fecha data дата tarih 日付 日時 날짜")
_HEADERS = {
    "number": r".*#.*|trade (number|no\.?)|.*№.*|.*番号",
    "type": _any("type 類型 类型 typ tipo тип tür タイプ 種類 유형 종류"),
    "time": _DATE + r"(\W.*|和.*)?",
    "signal": _any("signal 訊號 信号 señal sinal segnale сигнал sinyal シグナル 시그널 신호"),
    "price": _PRICE + _MONEY,
    "quantity": f"{_CONTRACTS}|{_SIZE}",
    "profit": _NET_PROFIT,
    "cumulative": _CUMULATIVE + _NET_PROFIT,
}
_NEEDED = ("number", "type", "time", "price", "quantity")

_ENTRY = _any(
    "entry 進場 进场 開倉 开仓 einstieg entrada entrée ingresso вход giriş エントリー 진입"
)
_EXIT = _any(
    "exit 出場 出场 平倉 平仓 ausstieg salida saída sortie uscita выход çıkış 決済 イグジット 청산"
)
_LONG = _any("long 多 largo comprado compra achat лонг длин uzun ロング 買 롱 매수")
_SHORT = _any("short 空 corto vendido venta vente шорт корот kısa ショート 売 숏 매도")
_CURRENCY = re.compile(r"\s([a-z]{3})$")


def find_columns(header: Sequence[str]) -> Mapping[str, int] | None:
    """Where each known column stands; None when the header is not of a list of trades."""
    columns: dict[str, int] = {}
    for place, cell in enumerate(header):
        text = " ".join(cell.split()).lower()
        for name, pattern in _HEADERS.items():
            if name not in columns and re.fullmatch(pattern, text):
                columns[name] = place
                break
    return columns if all(name in columns for name in _NEEDED) else None


def entry_and_direction(text: str) -> tuple[bool, Direction] | None:
    """Whether a row enters, and which way: ``Exit long``; None when its type is not known."""
    words = text.lower()
    enters, leaves = (re.search(pattern, words) is not None for pattern in (_ENTRY, _EXIT))
    long, short = (re.search(pattern, words) is not None for pattern in (_LONG, _SHORT))
    if enters is leaves or long is short:
        return None
    return enters, Direction.LONG if long else Direction.SHORT


def currency_in(header: Sequence[str], columns: Mapping[str, int]) -> str | None:
    """The currency that the P&L is in, else the one of the prices; None where none is named."""
    for name in ("profit", "price"):
        found = _CURRENCY.search(header[columns[name]].strip().lower()) if name in columns else None
        if found:
            return found.group(1).upper()
    return None
