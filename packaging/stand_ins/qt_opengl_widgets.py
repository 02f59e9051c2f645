"""In the place of PySide6.QtOpenGLWidgets: pyqtgraph derives a class from the one name, and never uses it here."""

from PySide6.QtWidgets import QWidget


class QOpenGLWidget(QWidget):
    """A base class, no more."""
