"""The commands: each takes its own arguments and gives the exit code."""
