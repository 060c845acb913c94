"""Keeps the library: one folder with a SQLite database and the screenshots."""
