"""Preferences: how it looks, accounts, contract sizes, and where the data lives."""
