"""``python -m tcpanim``, and what the installed programs start.

A start without arguments, as by a double click, goes straight to the window: it waits for no parser of arguments.
"""

from __future__ import annotations

import sys


def main() -> int:
    """Run the program's own command line; the exit code."""
    if not sys.argv[1:]:
        try:
            from tcpanim.gui.app import run_window
            from tcpanim.gui.options import WindowOptions
        except ImportError:
            pass  # the command line comes upon it too, and says it in a line
        else:
            return run_window(WindowOptions())
    from tcpanim import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
