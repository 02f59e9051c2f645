"""Views with everything they need, for tests."""

from __future__ import annotations

from functools import cache

from PySide6.QtWidgets import QWidget

from tcpanim import paths
from tcpanim.gui.look import look_for
from tcpanim.gui.theme import Theme, load_fonts
from tests.scene.runs import catalogue


@cache
def fonts_loaded() -> bool:
    """Load the bundled fonts, once; needs an application."""
    load_fonts(paths.fonts())
    return True


def dress(view, trace, size=(1100, 360), theme="light", language="en", scale=1.0, **more) -> QWidget:
    """Give ``view`` its size, its look and its run."""
    fonts_loaded()
    view.resize(*size)
    view.set_look(look_for(trace, Theme(theme, scale, language), catalogue(language), **more))
    view.set_trace(trace)
    return view
