"""``python -m tcpanim``."""

import sys

from tcpanim.cli import main

if __name__ == "__main__":
    sys.exit(main())
