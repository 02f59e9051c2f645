"""PySide's own Python, compiled, and as little of it as there is need for: what it says of its functions.

PySide carries it in its library, as packed text that is unpacked and compiled at each start, and loads all of it:
together 45 ms and megabytes, for the text of errors that hardly ever come. Beside the library it may also lie in a
folder, `files.dir` (`SBK_EMBED=0` makes it so); there the bundle has it, with two modules of ours (stand_ins) that load
the others when an error comes.
"""

from __future__ import annotations

import py_compile
from importlib import import_module
from pathlib import Path
from typing import Final

FOLDER: Final = "shiboken6/files.dir"
"""In the bundle."""
_PACKAGE: Final = "shibokensupport"
_WHOLE: Final = {
    name: name
    for name in (
        "__init__", "signature/__init__", "signature/errorhandler", "signature/layout", "signature/parser",
        "signature/lib/__init__", "signature/lib/tool",
    )
} | {"signature/whole_mapping": "signature/mapping"}  # fmt: skip
"""PySide's: how a module is called here, and how there."""
_OURS: Final = {"signature/loader": "signature_loader.py", "signature/mapping": "signature_mapping.py"}
_STAND_INS: Final = Path(__file__).resolve().parent / "stand_ins"


def write(folder: Path) -> None:
    """Put the modules into ``folder``, compiled; nothing of where that was done is in them."""
    import_module("PySide6")  # loads the library, and by that the following module, which knows how to unpack
    _, archive = import_module("signature_bootstrap").prepare_zipfile()
    for name, theirs in _WHOLE.items():
        _compile(folder / _PACKAGE / name, archive.zfile.read(f"{_PACKAGE}/{theirs}.py"))
    for name, file in _OURS.items():
        _compile(folder / _PACKAGE / name, (_STAND_INS / file).read_bytes())


def _compile(path: Path, text: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    source = path.with_suffix(".py")
    source.write_bytes(text)
    shown = source.relative_to(next(parent for parent in source.parents if parent.name == _PACKAGE).parent)
    unchecked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(
        str(source), str(path.with_suffix(".pyc")), dfile=shown.as_posix(), doraise=True, optimize=2,
        invalidation_mode=unchecked,
    )  # fmt: skip
    source.unlink()
