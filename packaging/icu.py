"""Takes out of ICU's data library what Qt never asks of it: of 32 MB, 27 are for other programs.

Of ICU, Qt's own libraries call only the comparison of words (QCollator: the order in file dialogs), case by the rules
of a language, names of time zones and converters of old encodings (`nm -D libQt6Core.so.6`). Dates, numbers, and the
names of languages and countries come from Qt's own tables. So what every language needs for that stays, with the order
of words of each and the names of time zones in the program's two languages. The rest goes: encodings (Python reads
files here, and X11 and Wayland speak UTF-8), dictionaries of line breaks, transliteration, currencies, units,
spelled-out numbers. Where an item is missing, ICU falls back to the root of all languages, and Qt calls an encoding
unknown; nothing fails.

The data is one block: a header, the table of contents with the items' names in order of their bytes, and the items
(ICU's ucmndata.h). A library around it exports its beginning as one symbol; as and ld make it anew, as ICU's own
pkgdata does.
"""

from __future__ import annotations

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

LANGUAGES = ("en", "zh")

_OURS = re.compile(rf"(zone/)?(root|pool|res_index|{'|'.join(LANGUAGES)})(_\w+)?\.res")
_ORDERS = re.compile(r"coll/\w+\.(res|icu)")
_SHARED = {
    "icuver.res", "keyTypeData.res", "likelySubtags.res", "metadata.res", "numberingSystems.res",
    "supplementalData.res",  # which language, script and country
    "metaZones.res", "timezoneTypes.res", "windowsZones.res", "zoneinfo64.res",  # time zones
    "cnvalias.icu",  # the names of encodings: that of the system is looked up
}  # fmt: skip

_MAGIC, _FORMAT = b"\xda\x27", b"CmnD"
_ALIGNMENT = 16


def keeps(item: str) -> bool:
    """Whether an item stays; ``item``: its name without the package's, as "coll/zh.res"."""
    return item in _SHARED or any(kind.fullmatch(item) for kind in (_OURS, _ORDERS))


def reduced(library: bytes) -> tuple[str, bytes]:
    """The block in a data library without what is not kept, and the name of the symbol at its beginning.

    Raises ValueError where no such block is in it.
    """
    begin = library.find(_FORMAT) - 12  # where the format stands in the header
    if begin < 0 or library[begin + 2 : begin + 4] != _MAGIC:
        raise ValueError("no ICU data")
    order = ">" if library[begin + 8] else "<"
    (length,) = struct.unpack_from(f"{order}H", library, begin)
    header, contents = library[begin : begin + length], begin + length
    (count,) = struct.unpack_from(f"{order}I", library, contents)
    table = list(struct.iter_unpack(f"{order}II", library[contents + 4 : contents + 4 + 8 * count]))
    names = [library[contents + name : library.index(b"\0", contents + name)].decode("ascii") for name, _ in table]
    kept = []
    for name, (_, start), (_, end) in zip(names, table, table[1:], strict=False):  # where the last one ends is not said
        if keeps(name.partition("/")[2]):
            kept.append((name.encode() + b"\0", library[contents + start : contents + end]))
    if keeps(names[-1].partition("/")[2]):
        raise ValueError(f"{names[-1]} has no end")
    package = names[0].partition("/")[0]
    return f"{package[:-1]}_dat", header + _block(order, kept)


def _block(order: str, items: list[tuple[bytes, bytes]]) -> bytes:
    """Table, names and items; each item begins at a multiple of 16 bytes."""

    def padded(content: bytes) -> bytes:
        return content + bytes(-len(content) % _ALIGNMENT)

    table_length = 4 + 8 * len(items)
    names = b"".join(name for name, _ in items)
    table, place = [struct.pack(f"{order}I", len(items))], len(padded(bytes(table_length) + names))
    at = table_length
    for name, content in items:
        table.append(struct.pack(f"{order}II", at, place))
        at, place = at + len(name), place + len(padded(content))
    return padded(b"".join(table) + names) + b"".join(padded(content) for _, content in items)


def reduce(path: Path) -> None:
    """Write a data library (libicudata.so.N) anew, with what is kept."""
    symbol, block = reduced(path.read_bytes())
    with tempfile.TemporaryDirectory() as folder:
        data, source, compiled = (Path(folder) / name for name in ("data", "data.s", "data.o"))
        data.write_bytes(block)
        source.write_text(
            f".section .rodata\n.balign {_ALIGNMENT}\n.globl {symbol}\n.type {symbol}, %object\n"
            f'.size {symbol}, {len(block)}\n{symbol}:\n.incbin "{data}"\n'
            '.section .note.GNU-stack, "", %progbits\n',
            encoding="utf-8",
        )
        subprocess.run(["as", "-o", str(compiled), str(source)], check=True)
        link = ["ld", "-shared", "-Bsymbolic", "-z", "noexecstack", "-soname", path.name, "-o", str(path)]
        subprocess.run([*link, str(compiled)], check=True)


if __name__ == "__main__":
    reduce(Path(sys.argv[1]))
