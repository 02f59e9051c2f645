"""What shall happen: the scenario file format, its problems, and edits as values."""
