"""The dashboard: how it stands, and what waits."""
