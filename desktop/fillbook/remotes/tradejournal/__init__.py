"""TradeJournal of groupresearch.net, a journal that takes whole trades and never changes them."""
