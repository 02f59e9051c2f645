"""Scenes and traces as text, JSON and SVG."""
