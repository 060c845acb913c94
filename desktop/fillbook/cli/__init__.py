"""The command line: the same journal without a window."""
