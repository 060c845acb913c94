"""Turns columns of trades into figures."""
