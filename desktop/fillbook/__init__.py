"""Fillbook: an offline-first trading journal for the desktop."""

__version__ = "0.1.0"
