"""tcpanim shows how TCP works by really running it."""

__version__ = "0.1.0"
