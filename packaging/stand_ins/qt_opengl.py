"""In the place of PySide6.QtOpenGL, which pyqtgraph imports and, as it draws without OpenGL here, never uses."""
