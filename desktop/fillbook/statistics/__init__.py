"""What a journal's trades say about its trader: columns in, figures out. Needs numpy."""
