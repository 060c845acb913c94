"""What leaves the window: tables, and the report of a period."""
