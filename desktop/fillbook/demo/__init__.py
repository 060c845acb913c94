"""The demo journal: a year of an invented trader, the same at every making."""
