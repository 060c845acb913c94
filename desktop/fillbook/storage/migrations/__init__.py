"""Forward migrations of a library. Imported only when the stored schema is older."""
