"""What happened: an immutable record and its answers at any time."""
