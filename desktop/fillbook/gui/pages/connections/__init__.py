"""The page of connections: how each stands, what waits, what would be sent."""
