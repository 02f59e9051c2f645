"""Whether there is a screen to open a window on: X11's or Wayland's may be missing, or not answer."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

NO_DISPLAY = "`tcpanim run FILE` prints the ladder here"
_UNANSWERED = ("could not connect to display", "Failed to create wl_display")
"""What Qt says of it, on X11 and on Wayland."""


def has_display() -> bool:
    """Whether Qt will look for a screen in vain; on X11 and Wayland it would abort without one."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM", "") not in ("", "xcb", "wayland"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Make the application within: where no display answers, Qt says so in six lines and aborts; we say one and end."""
    said: list[str] = []

    def heard(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        if kind != QtMsgType.QtFatalMsg:
            said.append(message)
            return
        if any(sign in line for line in said for sign in _UNANSWERED):
            name = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
            tell(f"the display '{name}' does not answer; {NO_DISPLAY}")
        else:
            tell(*said, message)
        os._exit(1)  # Qt aborts on return

    before = qInstallMessageHandler(heard)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        tell(*said)


def tell(*lines: str) -> None:
    """On the terminal, where there is one."""
    for line in lines if sys.stderr is not None else ():
        print(f"tcpanim: {line}", file=sys.stderr, flush=True)  # noqa: T201 - the terminal is where it was started
