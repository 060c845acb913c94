"""The tables of a library, as SQLModel classes. Imported after the first paint only."""
