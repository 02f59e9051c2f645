"""How a picture looks to other eyes: `.venv/bin/python packaging/colour_vision.py PICTURE.png…`.

Writes beside each picture one sheet with it as it is, for protanopia, deuteranopia and tritanopia, and in grey. The
matrices are those of Machado, Oliveira and Fernandes (2009) for a complete lack of one kind of cone, in linear light.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

KINDS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def seen(
    pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], kind: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Red, green and blue from 0 to 255 as eyes of that kind see them."""
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    mixed = np.clip(linear @ np.array(KINDS[kind]).T, 0, 1)
    encoded = np.where(mixed <= 0.0031308, mixed * 12.92, 1.055 * mixed ** (1 / 2.4) - 0.055)
    whole: np.ndarray[tuple[int, ...], np.dtype[np.uint8]] = np.rint(encoded * 255).astype(np.uint8)
    return whole


def sheet(path: Path) -> Path:
    """One picture below the other; returns where the sheet was written."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    if image.isNull():
        raise SystemExit(f"{path}: this is no picture")
    height, width, line = image.height(), image.width(), image.bytesPerLine()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(height, line)
    pixels = rows[:, : 3 * width].reshape(height, width, 3)
    whole = np.ascontiguousarray(np.vstack([pixels, *(seen(pixels, kind) for kind in KINDS)]))
    made = path.with_name(f"{path.stem}-eyes.png")
    QImage(whole.tobytes(), width, whole.shape[0], 3 * width, QImage.Format.Format_RGB888).save(str(made))
    return made


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(sheet(Path(name)))
