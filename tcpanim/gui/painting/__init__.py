"""How things are drawn: paint functions and the pictures they draw from, shared by widgets, audience and exports."""
