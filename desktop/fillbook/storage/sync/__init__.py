"""What the sync engine keeps in a library, and how it reads and writes trades."""
