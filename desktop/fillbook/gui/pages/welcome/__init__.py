"""The first page of an empty library: ways to begin."""
