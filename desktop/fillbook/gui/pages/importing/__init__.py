"""Statements in: what a file holds, whether it ties, and only then the journal."""
