"""The calendar: what each day brought."""
