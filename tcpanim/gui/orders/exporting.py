"""From the orders "export" and "copy the picture" to a file and the clipboard."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from tcpanim.export.picture import TooLongError, Wish
from tcpanim.files import InputError, write_whole
from tcpanim.gui.orders.orders import Orders, Tools
from tcpanim.lesson import PLOTS

if TYPE_CHECKING:
    from tcpanim.gui.widgets.export_dialog import ExportDialog


PREVIEWED = 1280
"""A preview is drawn so many px wide at least, and then made smaller: type has a least size, and would be too large."""


def _draw(wish: Wish) -> QImage:
    from tcpanim.gui.pictures import draw  # what draws pictures is loaded when one is wanted

    return draw(wish)


class Exporting(Orders):
    """Makes pictures of the run shown."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.dialog: ExportDialog | None = None
        self.plot_shown: Callable[[], str] = lambda: PLOTS[0]
        """Which plot a picture of plots is to show."""

    def open(self) -> None:
        """Ask what the picture is to be."""
        trace = self._session.trace
        if trace is None:
            return
        self._playhead.pause()
        if self.dialog is None:
            from tcpanim.gui.widgets.export_dialog import ExportDialog

            self.dialog = ExportDialog(self._preview, self._window)
            self.dialog.save_requested.connect(self._save)
            self.dialog.copy_requested.connect(self._copy)
            chosen = {"view": "ladder", "format": "png", "size": "fitting"}
        else:
            chosen = self.dialog.chosen()
        chosen |= {"theme": self._appearance.theme, "language": self._appearance.language}
        self.dialog.begin(self._appearance.look(trace), chosen)

    def copy_stage(self) -> None:
        """The stage as it is seen now, to the clipboard."""
        theme, language = self._appearance.theme, self._appearance.language
        chosen = {"view": "stage", "format": "png", "size": "fitting", "theme": theme, "language": language}
        QGuiApplication.clipboard().setImage(_draw(self._wish(chosen)))
        self._say("export.copied")

    def _wish(self, chosen: dict[str, str]) -> Wish:
        trace = self._session.trace
        assert trace is not None
        t = None if chosen["view"] == "ladder" else self._playhead.t
        view = "ladder" if chosen["view"] == "part" else chosen["view"]
        width, _, height = chosen["size"].partition("x")
        size = (int(width), int(height)) if height else None
        return Wish(
            self._appearance.naming(trace, chosen["language"]),
            self._appearance.time_map(trace),
            view,
            t,
            size,
            chosen["theme"],
            self._appearance.detail,
            self.plot_shown(),
            self._session.selection,
        )

    def _preview(self, chosen: dict[str, str], room: tuple[int, int]) -> QImage:
        """The picture as small as ``room``; nothing where there can be none."""
        wish = self._wish(chosen)
        if wish.size is not None:
            factor = min(room[0] / wish.size[0], room[1] / wish.size[1])
            factor = min(1.0, max(factor, PREVIEWED / wish.size[0]))
            wish = replace(wish, size=(round(wish.size[0] * factor), round(wish.size[1] * factor)))
        try:
            image = _draw(wish)
        except TooLongError as error:
            self._say("export.too-long", bad=True, n=error.args[0])
            return QImage()
        image.setDevicePixelRatio(1)
        if image.width() > room[0] or image.height() > room[1]:
            smooth = Qt.TransformationMode.SmoothTransformation
            image = image.scaled(*room, Qt.AspectRatioMode.KeepAspectRatio, smooth)
        return image

    def _copy(self) -> None:
        """Where vectors were chosen, the clipboard has both: another program takes what it understands."""
        assert self.dialog is not None
        chosen, content = self.dialog.chosen(), QMimeData()
        wish = self._wish(chosen)
        try:
            content.setImageData(_draw(wish))
            if chosen["format"] == "svg":
                from tcpanim.export.svg_view import svg_view

                content.setData("image/svg+xml", "".join(svg_view(wish)).encode())
        except TooLongError as error:
            self._say("export.too-long", bad=True, n=error.args[0])
            return
        QGuiApplication.clipboard().setMimeData(content)
        self._say("export.copied")
        self.dialog.accept()

    def _save(self) -> None:
        assert self.dialog is not None
        chosen = self.dialog.chosen()
        suffix = chosen["format"]
        source = self._session.source
        stem = os.path.splitext(os.path.basename(source.name))[0] if source is not None else "tcpanim"  # noqa: PTH122, PTH119
        name = os.path.join(self._settings.folder, f"{stem or 'tcpanim'}-{chosen['view']}.{suffix}")  # noqa: PTH118
        say = self._appearance.catalogue.text
        path, _ = QFileDialog.getSaveFileName(
            self.dialog, say("export.title"), name, f"{say('export.kind')} (*.{suffix})"
        )  # fmt: skip
        if path:
            self.write(path, chosen)

    def write(self, path: str, chosen: dict[str, str]) -> None:
        """Write the picture that was chosen, and say so, or why it cannot be.

        How the name ends is the format, whatever was chosen; one that ends otherwise gets what was chosen behind it.
        """
        from tcpanim.export.svg_view import svg_view
        from tcpanim.gui.pictures import png
        from tcpanim.gui.widgets.export_dialog import CHOICES

        written = os.path.splitext(path)[1].lower().removeprefix(".")  # noqa: PTH122 - a string as Qt gave it
        if written in CHOICES["format"]:
            chosen = chosen | {"format": written}
        else:
            path = f"{path}.{chosen['format']}"
        wish = self._wish(chosen)
        try:
            content: Iterable[str | bytes] = [png(wish)] if chosen["format"] == "png" else svg_view(wish)
            write_whole(path, content)
        except TooLongError as error:
            self._say("export.too-long", bad=True, n=error.args[0])
        except (InputError, MemoryError) as error:
            self._say("export.failed", bad=True, reason=str(error))
        else:
            self._settings.set("folder", os.path.dirname(path))  # noqa: PTH120 - a string as Qt gave it
            self._say("export.saved", path=path)
            if self.dialog is not None:
                self.dialog.accept()

    def _say(self, key: str, *, bad: bool = False, **args: object) -> None:
        self._tell(self._appearance.catalogue.text(key, **args), bad)
