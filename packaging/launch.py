"""What the bundled programs start."""

import sys

from tcpanim.__main__ import main

sys.exit(main())
