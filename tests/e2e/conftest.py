"""A virtual screen for each test that wants one."""

import shutil

import pytest

from tests.e2e.screen import TOOLS, Screen


@pytest.fixture
def screen(tmp_path):
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    assert not missing, f"these tests need a virtual screen; install {' '.join(missing)}"
    made = Screen(tmp_path)
    yield made
    made.close()
