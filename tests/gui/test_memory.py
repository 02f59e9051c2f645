"""What the program must not keep in the memory."""

import subprocess
import sys

ASK = """
import linecache
from tcpanim.gui.app import bare_application
application = bare_application()
import tcpanim.gui.desk
print(len(linecache.cache))
"""


def test_no_module_s_source_is_read_while_it_is_imported():
    """PySide's own import does that to each of some three hundred, and Python then keeps them all."""
    done = subprocess.run([sys.executable, "-c", ASK], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
