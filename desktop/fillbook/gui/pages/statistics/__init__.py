"""Statistics: how the trading went, how sure that is, and what made the difference."""
