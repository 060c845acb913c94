"""Tradavity, a journal that is read and written field by field."""
