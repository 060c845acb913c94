"""Reports as MetaTrader writes them, made up by us, in several languages."""

import io
from collections.abc import Sequence
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

Cells = Sequence[str]

MT4_WORDS = {
    "en": ("Account", "Name", "Currency", "Leverage", "Closed Transactions:", "Summary:"),
    "de": ("Konto", "Name", "Währung", "Hebel", "Geschlossene Geschäfte:", "Übersicht:"),
    "ru": ("Счет", "Имя", "Валюта", "Плечо", "Закрытые сделки:", "Итог:"),
    "zh": ("账户", "姓名", "货币", "杠杆", "已平仓交易:", "摘要:"),
    "ja": ("口座", "名前", "通貨", "レバレッジ", "決済済取引:", "サマリー:"),
    "ar": ("حساب", "اسم", "عملة", "رافعة", "الصفقات المغلقة:", "ملخص:"),
}


def table_row(*cells: str, spans: dict[int, int] | None = None, attributes: str = "") -> str:
    """A row of a page; ``spans`` gives the width of the cells that take several columns."""
    spans = spans or {}
    inner = "".join(
        f"<td colspan={spans[index]}>{cell}</td>" if index in spans else f"<td>{cell}</td>"
        for index, cell in enumerate(cells)
    )
    return f"<tr {attributes}>{inner}</tr>\n"


def mt4_trade(cells: str, comment: str = "") -> str:
    """A row of a statement: its cells parted by blanks, times as ``2024.01.02_10:00:00``."""
    texts = [cell.replace("_", " ") for cell in cells.split(" ")]
    title = f' title="{comment}"' if comment else ""
    first, *others = texts
    inner = "".join(f"<td class=mspt>{text}</td>" for text in others)
    return f"<tr align=right><td{title}>{first}</td>{inner}</tr>\n"


def mt4_balance(ticket: str, at: str, comment: str, amount: str, *, columns: int = 14) -> str:
    return table_row(ticket, at, "balance", comment, amount, spans={3: columns - 4})


def mt4_statement(
    closed: Sequence[str],
    *,
    sums: Cells = ("0.00", "0.00", "0.00", "0.00"),
    total: str = "0.00",
    still_open: Sequence[str] = (),
    working: Sequence[str] = (),
    money: Cells = ("0.00", "0.00"),
    floating: str = "0.00",
    balance: Cells = ("0.00", "0.00", "0.00"),
    results: Sequence[Cells] = (),
    language: str = "en",
    head: str = "",
) -> str:
    """A statement with its summary; columns of taxes stand in it when ``sums`` has four."""
    account, name, currency, leverage, title, summary = MT4_WORDS[language]
    taxes = ["Taxes"] if len(sums) == 4 else []
    columns = 10 + len(sums)
    heading = ["Ticket", "Open", "Type", "Size", "Item", "Price", "S / L", "T / P", "Close"]
    heading += ["Price", "Commission", *taxes, "Swap", "Profit"]
    blank = ["&nbsp;" if cell == "Close" else cell for cell in heading]
    nothing = table_row("No transactions", spans={0: columns - 1})
    body = [
        table_row(
            f"<b>{account}: 7654321</b>",
            f"<b>{name}: ABC</b>",
            f"<b>{currency}: EUR</b>",
            f"<b>{leverage}: 1:200</b>",
            "<b>2024 October 25, 11:29</b>",
            spans={0: 2, 1: 5, 2: 2, 3: 2, 4: 3},
        ),
        table_row(f"<b>{title}</b>", spans={0: columns - 1}),
        table_row(*heading),
        *(closed or [nothing]),
        table_row("&nbsp;", *sums, spans={0: 10}),
        table_row("<b>Closed P/L:</b>", f"<b>{total}</b>", spans={0: 12, 1: 2}),
        table_row("<b>Open Trades:</b>", spans={0: columns}),
        table_row(*blank),
        *(still_open or [nothing]),
        table_row("&nbsp;", *(["0.00"] * (len(sums) - 1)), floating, spans={0: 10}),
        table_row("&nbsp;", "<b>Floating P/L:</b>", f"<b>{floating}</b>", spans={0: 10}),
        table_row("<b>Working Orders:</b>", spans={0: columns}),
        table_row(*heading[:8], "Market Price", "&nbsp;", spans={8: 2, 9: 4}),
        *(working or [nothing]),
        table_row(f"<b>{summary}</b>", spans={0: columns}),
        table_row("Deposit:", money[0], "Credit:", money[1], "&nbsp;"),
        table_row("Closed:", total, "Floating:", floating, "Margin:", "0.00"),
        table_row("Balance:", balance[0], "Equity:", balance[1], "Free:", balance[2]),
    ]
    body += [_labelled(cells) for cells in results]
    return _mt4_page(head, "".join(body))


def _labelled(cells: Cells) -> str:
    return table_row(*(part for cell in cells for part in ("<b>Label:</b>", f"<b>{cell}</b>")))


def _mt4_page(head: str, body: str) -> str:
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">\r\n<html><head>'
        f"<title>Statement: 7654321</title>{head}</head>\r\n<body><div align=center>\n"
        f"<table cellspacing=1 cellpadding=3 border=0>\n{body}</table>\n</div></body></html>\n"
    )


def mt4_tester(events: Sequence[str], results: Sequence[Cells], *, deposit: str = "1000.00") -> str:
    """A tester's report; events are cells parted by blanks, ``_`` for a blank inside."""
    head = [
        table_row("Symbol", "EURUSD (Euro vs US Dollar)", spans={0: 2, 1: 4}),
        table_row("Period", "Daily 2024.01.01 - 2024.12.31", spans={0: 2, 1: 4}),
        table_row("Initial deposit", deposit, "", "", "Spread", "Current (18)"),
        *(_labelled(cells) for cells in results),
    ]
    heading = table_row(
        "#", "Time", "Type", "Order", "Size", "Price", "S / L", "T / P", "Profit", "Balance"
    )
    rows = []
    for event in events:
        cells = [cell.replace("_", " ") for cell in event.split(" ")]
        closes = len(cells) > 8
        rows.append(table_row(*cells) if closes else table_row(*cells, "", spans={8: 2}))
    body = f"{''.join(head)}</table><table>{heading}{''.join(rows)}"
    return _mt4_page("", body)


MT5_WORDS = {
    "en": ("Positions", "Orders", "Deals", "Results"),
    "ru": ("Позиции", "Ордера", "Сделки", "Результаты"),
    "ja": ("ポジション", "注文", "約定", "結果"),
    "zh": ("持仓", "订单", "成交", "结果"),
    "de": ("Positionen", "Aufträge", "Abschlüsse", "Ergebnisse"),
}
_POSITION_TITLES = (
    "Time", "Position", "Symbol", "Type", "Volume", "Price", "S / L", "T / P", "Time", "Price",
    "Commission", "Swap", "Profit",
)  # fmt: skip
_ORDER_TITLES = (
    "Open Time", "Order", "Symbol", "Type", "Volume", "Price", "S / L", "T / P", "Time", "State",
    "Comment",
)  # fmt: skip
_DEAL_TITLES = ("Time", "Deal", "Symbol", "Type", "Direction", "Volume", "Price", "Order")
_OPEN_TITLES = (
    "Time", "Position", "Symbol", "Type", "Volume", "Price", "S / L", "T / P", "Market Price",
    "Swap", "Profit", "Comment",
)  # fmt: skip


def cells(text: str) -> list[str]:
    """Cells parted by ``|``."""
    return [cell.strip() for cell in text.split("|")]


def mt5_lines(
    deals: Sequence[str],
    *,
    positions: Sequence[str] = (),
    orders: Sequence[str] = (),
    still_open: Sequence[str] = (),
    costs: Cells = ("Commission", "Swap", "Profit"),
    sums: Cells = (),
    results: Sequence[Cells] = (),
    account: str = "7654321 (USD, Broker-Server, real, Hedge)",
    language: str = "en",
) -> list[list[str]]:
    """The lines of a history report; pages and workbooks are made of them."""
    position_word, order_word, deal_word, result_word = MT5_WORDS[language]
    lines: list[list[str]] = [["Trade History Report"], ["Name:", "A B"], ["Account:", account]]
    if positions:
        lines += [[position_word], list(_POSITION_TITLES), *map(cells, positions)]
    if orders:
        lines += [[order_word], list(_ORDER_TITLES), *map(cells, orders)]
    if deals:
        lines += [[deal_word], [*_DEAL_TITLES, *costs, "Balance", "Comment"], *map(cells, deals)]
        lines.append([""] * 8 + list(sums) + [""])
    if still_open:
        lines += [["Open Positions"], list(_OPEN_TITLES), *map(cells, still_open)]
    lines.append([result_word])
    lines += [[part for cell in line for part in ("Label:", cell)] for line in results]
    return lines


def mt5_page(lines: Sequence[Cells], *, hidden: bool = True) -> str:
    """A page; current builds hide a cell with the comment in each row of positions."""
    body = "".join(_mt5_row(line, hidden) for line in lines)
    return (
        '<!DOCTYPE html>\r\n<html><head><title>7654321 - Report</title><meta name="generator" '
        f'content="MetaTrader 5"></head>\r\n<body><div align="center"><table>{body}</table>'
        "</div></body></html>"
    )


def _mt5_row(line: Cells, hidden: bool) -> str:
    if len(line) == 1:
        return f'<tr align="center"><th colspan="14"><div><b>{line[0]}</b></div></th></tr>\n'
    parts = []
    for index, cell in enumerate(line):
        if hidden and index == 4 and len(line) == 13 and line[0][:2] == "20":
            parts.append('<td class="hidden" colspan="8">robot 7</td>')
        parts.append(f'<td nowrap class="">{cell}</td>')
    return f'<tr bgcolor="#FFFFFF" align="right">{"".join(parts)}</tr>\n'


def mt5_workbook(lines: Sequence[Cells], *, utf16: bool = False) -> bytes:
    """A workbook; MetaTrader writes each of its parts in UTF-16."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    book.close()
    return _in_utf16(target.getvalue()) if utf16 else target.getvalue()


def _in_utf16(workbook: bytes) -> bytes:
    target = io.BytesIO()
    with ZipFile(io.BytesIO(workbook)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            text = old.read(entry).decode("utf-8")
            plain = text.replace(' encoding="UTF-8"', "").replace(' standalone="yes"', "")
            new.writestr(entry.filename, plain.encode("utf-16"))
    return target.getvalue()
