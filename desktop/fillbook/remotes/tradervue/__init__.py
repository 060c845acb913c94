"""Tradervue, a journal that groups imported fills by itself and is annotated trade by trade."""
