"""What is open at brokers now."""
