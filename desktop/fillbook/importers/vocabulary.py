"""The words that brokers write in headers and cells, in the languages they write."""

import unicodedata

HEADERS: dict[str, tuple[str, ...]] = {
    "symbol": (
        "symbol", "ticker", "instrument", "contract", "market", "pair", "security", "code",
        "symbole", "simbolo", "symbool", "wertpapier", "titel", "kontrakt", "wert", "valeur",
        "stock symbol", "trading pair", "instrument symbol", "asset", "produkt", "underlying",
        "инструмент", "тикер", "бумага", "代码", "代碼", "合约", "銘柄", "종목", "papel", "activo",
    ),
    "side": (
        "side", "b s", "buy sell", "action", "transaction", "direction", "bs", "operation",
        "kauf verkauf", "k v", "achat vente", "sens", "type", "transaction type", "trade type",
        "order side", "seite", "richtung", "compra venta", "compra venda", "lado", "operazione",
        "transaktion", "activity type", "trade side", "order type", "сделка", "операция",
        "направление", "operacion", "operacao", "买卖", "買賣", "売買", "方向", "strona", "매매",
    ),
    "quantity": (
        "quantity", "qty", "size", "volume", "shares", "contracts", "lots", "amount filled",
        "filled qty", "filled quantity", "filled", "executed qty", "fill qty", "fill size",
        "exec qty", "units", "no of shares", "menge", "stuck", "anzahl", "quantite", "nombre",
        "cantidad", "quantidade", "quantita", "aantal", "stuckzahl", "executed quantity",
        "trade quantity", "antal", "nominal", "position size", "trade volume", "количество",
        "объем", "лоты", "数量", "數量", "ilosc", "수량", "volumen",
    ),
    "price": (
        "price", "fill price", "exec price", "execution price", "avg price", "average price",
        "avg fill price", "trade price", "price per share", "price share", "tradeprice",
        "preis", "kurs", "prix", "cours", "precio", "preco", "prezzo", "koers", "pris",
        "цена", "价格", "價格", "価格", "cena", "가격",
        "unit price", "per share cost", "rate", "filled price", "avg filled price",
    ),
    "executed_at": (
        "time", "date time", "datetime", "timestamp", "executed at", "execution time",
        "exec time", "trade time", "fill time", "date and time", "filled time", "trade date time",
        "transaction time", "zeitpunkt", "date heure", "fecha hora", "data hora", "filled at",
        "time utc", "utc time", "date utc", "executed time", "closing time", "tradetime",
        "время", "дата и время", "时间", "時間", "日時", "成交时间", "czas", "시간",
    ),
    "date": (
        "date", "trade date", "tradedate", "datum", "fecha", "data", "transaction date",
        "date de transaction", "handelsdatum", "execution date", "fill date", "date d operation",
        "дата", "日期", "日付", "날짜",
    ),
    "clock": (
        "time", "zeit", "uhrzeit", "heure", "hora", "ora", "tijd", "trade time", "tid", "время",
        "时间", "時間", "czas",
    ),
    "fees": (
        "fee", "fees", "commission", "commissions", "comm", "fees comm", "comm fee",
        "commission fee", "commission and fees", "commissions fees", "ibcommission", "gebuhr",
        "gebuhren", "provision", "kommission", "frais", "commission payee", "comision",
        "comisiones", "taxa", "comissao", "commissioni", "kosten", "exchange fee",
        "exchange fees", "clearing fee", "clearing fees", "nfa fee", "regulatory fees", "sec fee",
        "комиссия", "手续费", "手續費", "手数料", "prowizja", "수수료",
        "total fees", "trading fee", "ecn fee", "courtage", "brokerage",
    ),
    "external_id": (
        "fill id", "trade id", "execution id", "exec id", "transaction id", "deal id", "id",
        "tradeid", "execid", "trade number", "deal", "ticket", "reference", "trade no",
    ),
    "order_id": ("order id", "orderid", "order number", "order no", "auftragsnummer", "order"),
    "account": ("account", "account id", "account name", "account number", "konto", "compte"),
    "multiplier": ("multiplier", "contract size", "contract multiplier", "point value"),
    "currency": (
        "currency", "ccy", "wahrung", "devise", "moneda", "valuta", "moeda", "currency price share",
    ),
    "direction": ("direction", "side", "position", "long short", "type", "richtung", "market pos"),
    "opened_at": (
        "open time", "entry time", "opened", "opened at", "open date", "entry date", "time open",
        "opening time", "entry date time", "date opened", "eroffnung", "bought at",
    ),
    "closed_at": (
        "close time", "exit time", "closed", "closed at", "close date", "exit date", "time close",
        "closing time", "exit date time", "date closed", "schliessung",
    ),
    "entry_price": (
        "entry price", "open price", "opening price", "entry", "avg entry", "avg entry price",
        "average entry price", "price open", "einstiegskurs", "entry rate",
    ),
    "exit_price": (
        "exit price", "close price", "closing price", "exit", "avg exit", "avg exit price",
        "average exit price", "price close", "avg close price", "ausstiegskurs", "avg closed price",
    ),
    "gross_pnl": ("gross p l", "gross pnl", "gross profit", "gross"),
    "net_pnl": (
        "net p l", "net pnl", "net profit", "p l", "pnl", "profit", "profit loss", "realized pnl",
        "realized p l", "realised pnl", "closed pnl", "result", "gewinn", "resultat", "net",
    ),
    "stop_loss": ("stop loss", "sl", "s l", "stop"),
    "take_profit": ("take profit", "tp", "t p", "target"),
    "initial_risk": ("initial risk", "risk", "risk amount", "risk usd"),
}  # fmt: skip
"""Header words by field, normalised, the clearest first."""

BUY = (
    "buy", "b", "bot", "bought", "buy to open", "buy to close", "buy to cover", "market buy",
    "limit buy", "stop buy", "btc", "bto", "long", "kauf", "kaufen", "achat", "acheter", "compra",
    "comprar", "koop", "acquisto", "kob", "kop", "osto", "buyopen", "buyclose", "cover",
    "покупка", "买", "买入", "買", "買入", "매수", "kupno",
)  # fmt: skip
SELL = (
    "sell", "s", "sld", "sold", "sell to open", "sell to close", "sell short", "short sell",
    "market sell", "limit sell", "stop sell", "stc", "sto", "short", "verkauf", "verkaufen",
    "vente", "vendre", "venta", "vender", "venda", "verkoop", "vendita", "salg", "salj", "myynti",
    "sellopen", "sellclose", "ss", "sell short exempt", "продажа", "卖",
    "卖出", "賣出", "売", "매도", "sprzedaz",
)  # fmt: skip
LONG = ("long", "buy", "l", "b", "kauf", "achat", "compra", "bull")
SHORT = ("short", "sell", "s", "verkauf", "vente", "venta", "venda", "bear", "sell short")

NO_TRADE = (
    "dividend", "interest", "deposit", "withdrawal", "fee", "tax", "transfer", "journal", "split",
    "div", "dividende", "interet", "zinsen", "versement", "prelevement", "einzahlung",
    "auszahlung", "wire", "cash", "adjustment", "balance", "swap", "funding",
    "credit", "debit", "retrait", "staking", "bonus", "rebate",
)  # fmt: skip
"""Words at whose sight a row moves money without being a fill."""

FILLED = (
    "filled", "fil", "fill", "executed", "complete", "completed", "done", "traded", "ausgefuhrt",
    "execute", "ejecutada", "executada", "eseguito", "partially filled", "partial fill", "closed",
)  # fmt: skip
UNFILLED = (
    "cancelled", "canceled", "rejected", "expired", "working", "new", "pending", "open", "chg",
    "replaced", "oot", "submitted", "failed", "storniert", "annule", "cancelada", "active",
    "accepted", "inactive", "queued", "changed",
)  # fmt: skip


def normalised(text: str) -> str:
    """A header or cell for comparing: no case, accents or marks, words parted by one space."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss").replace("ø", "o"))
    letters = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", " ".join("".join(letters).split()))
