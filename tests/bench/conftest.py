"""What the benchmarks share."""

import pytest
from PySide6.QtCore import QSettings


@pytest.fixture
def store(tmp_path):
    """Settings that are forgotten."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
