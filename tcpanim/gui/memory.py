"""Memory is put in order where nobody notices: to look for garbage takes as long as several frames."""

from __future__ import annotations

import ctypes
import gc
import sys


def put_aside() -> None:
    """What there is now lives on: Python does not go through it any more when it looks for garbage.

    With the run of a long scenario, or the plots' library, that takes 50 to 100 ms. ``tidy`` finds what is garbage all
    the same.
    """
    gc.freeze()


def tidy() -> None:
    """Look for garbage among everything, and put aside what is left."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Hand to the system what the C library has kept of memory that was freed; another run takes it from there anew.

    After a run of ten megabytes that is 20 MB, after a lecture on a screen of 3840 × 2160 it is 80, which would stay
    until the program ends. Only glibc has to be told.
    """
    if sys.platform.startswith("linux"):
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)
