"""The views: each paints what the scene makes of (trace, t)."""
