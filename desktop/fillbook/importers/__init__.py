"""Turns broker files into executions. An importer reads and never saves."""
