"""What a segment is: its fields, sequence numbers and bytes."""
