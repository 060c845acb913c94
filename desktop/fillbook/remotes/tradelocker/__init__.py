"""TradeLocker, a broker that is only ever read."""
