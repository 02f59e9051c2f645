"""What the reader can order, and what an order does: between the actions and session, playhead and window."""
