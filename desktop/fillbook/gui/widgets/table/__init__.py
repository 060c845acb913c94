"""A table of a million rows that scrolls like ten."""
