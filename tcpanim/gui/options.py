"""What the command line asks of the window, as a plain value: no Qt is needed to make one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How the window opens.

    ``file``: a path, a built-in's id, "-" (standard input, then ``source`` holds its text), or None (the program's
    own start). ``source``: the scenario's bytes where the command line has read them already, so that a file that
    cannot be read is one clear line on the terminal and never an empty window. ``at``: ``("time", ns)`` or
    ``("step", n)`` with n counting from 0 (the start). ``view``: ladder, states, plots, header, or None. ``size`` in
    pixels (width, height). ``compare``: a second scenario, a path or an id, to stand beside the first; "" for the pair
    that the first one names. ``screenshot``: the picture's path; the window draws, saves and quits. ``smoke``: play the
    opened scenario through, step back, switch the language, quit with 0. ``new_window``: even if one stands open.
    """

    file: str | None = None
    source: bytes | None = None
    lang: str | None = None
    theme: str | None = None
    at: tuple[str, int] | None = None
    view: str | None = None
    play: bool = False
    size: tuple[int, int] | None = None
    screenshot: str | None = None
    present: bool = False
    smoke: bool = False
    new_window: bool = False
    compare: str | None = None
