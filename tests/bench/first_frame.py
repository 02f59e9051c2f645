"""When a program's first picture is on the screen: a spot of the screen is looked at until it changes its colour.

That is what a user sees, of any program, and it asks nothing of the program.
"""

from __future__ import annotations

import ctypes
import os
import select
import subprocess
import time
from collections.abc import Mapping, Sequence


class Spot:
    """One pixel of the root window of an X display."""

    def __init__(self, display: str, x: int, y: int) -> None:
        self._x11 = ctypes.CDLL("libX11.so.6")
        for name in ("XOpenDisplay", "XGetImage", "XDefaultRootWindow"):
            getattr(self._x11, name).restype = ctypes.c_void_p
        self._x11.XGetPixel.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x11.XOpenDisplay(display.encode()))
        assert self._display.value, f"no display {display}"
        self._root = ctypes.c_void_p(self._x11.XDefaultRootWindow(self._display))
        self._place = (x, y)

    def colour(self) -> int:
        """Its colour now, as 0xRRGGBB."""
        every_plane, z_pixmap = ctypes.c_ulong(0xFFFFFFFF), 2
        image = ctypes.c_void_p(
            self._x11.XGetImage(self._display, self._root, *self._place, 1, 1, every_plane, z_pixmap)
        )
        colour = int(self._x11.XGetPixel(image, 0, 0)) & 0xFFFFFF
        self._x11.XDestroyImage(image)
        return colour

    def close(self) -> None:
        """Let go of the display."""
        self._x11.XCloseDisplay(self._display)


def first_frame(
    spot: Spot, command: Sequence[str], environment: Mapping[str, str], grain: float = 0.002
) -> tuple[float, int, subprocess.Popen[bytes]]:
    """Start ``command``; how many seconds until ``spot`` changed its colour, to which, and the program."""
    before = spot.colour()
    began = time.perf_counter()
    program = subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=os.sep
    )
    while True:
        colour = spot.colour()
        if colour != before:
            return time.perf_counter() - began, colour, program
        assert program.poll() is None, f"{command[0]} ended"
        assert time.perf_counter() - began < 60, f"{command[0]} shows nothing"
        select.select((), (), (), grain)
