"""Congestion control: one strategy per algorithm, called by the engine through the hooks of ``base``."""
