"""The program's icon in every form that a system asks for, all rendered from the one drawing.

PNGs for Linux, an .ico for Windows, an .icns for macOS. Both containers hold PNGs as they are, and are written here.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

PNGS = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""The sizes of the hicolor theme."""
ICO = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Windows shows at 100 % to 200 % scale, and its largest."""
ICNS = {
    "ic07": 128,
    "ic08": 256,
    "ic09": 512,
    "ic10": 1024,
    "ic11": 32,
    "ic12": 64,
    "ic13": 256,
    "ic14": 512,
}
"""The types of entries and their pixels; from ic10 on they are the doubled ones for fine screens.

The single ones of 16 and 32 would have to be bare pixels: as PNGs macOS shows them wrongly on an application. It makes
them from the doubled ones.
"""


def render(drawing: Path, size: int) -> bytes:
    """The drawing as a square PNG of that many pixels."""
    renderer = QSvgRenderer(os.fspath(drawing))
    if not renderer.isValid():
        raise ValueError(f"{drawing} is no SVG that Qt can draw")
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # takes no bytes, whatever its hints say
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """An .ico of PNGs by size."""
    place = 6 + 16 * len(pictures)
    entries, content = b"", b""
    for size, png in pictures.items():
        edge = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(png), place + len(content))
        content += png
    return struct.pack("<HHH", 0, 1, len(pictures)) + entries + content


def icns(pictures: dict[str, bytes]) -> bytes:
    """An .icns of PNGs by type of entry."""
    content = b"".join(kind.encode() + struct.pack(">I", 8 + len(png)) + png for kind, png in pictures.items())
    return b"icns" + struct.pack(">I", 8 + len(content)) + content


def write_icons(drawing: Path, folder: Path) -> None:
    """``folder``/hicolor/SIZExSIZE/apps/tcpanim.png, the drawing itself, tcpanim.ico, tcpanim.icns."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    made = {size: render(drawing, size) for size in sorted({*PNGS, *ICO, *ICNS.values()})}
    for size in PNGS:
        path = folder / "hicolor" / f"{size}x{size}" / "apps" / "tcpanim.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made[size])
    scalable = folder / "hicolor" / "scalable" / "apps"
    scalable.mkdir(parents=True, exist_ok=True)
    (scalable / "tcpanim.svg").write_bytes(drawing.read_bytes())
    (folder / "tcpanim.ico").write_bytes(ico({size: made[size] for size in ICO}))
    (folder / "tcpanim.icns").write_bytes(icns({kind: made[size] for kind, size in ICNS.items()}))
    del application
