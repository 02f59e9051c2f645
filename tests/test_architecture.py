"""Rules about the code itself that neither the linter nor the import contracts can state."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tcpanim"
SUBPACKAGES = sorted(PACKAGE.rglob("*/__init__.py"))
OPENS_FILES = ("__main__.py", "commands", "files.py", "paths.py", "gui")
BELOW = sorted(path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in OPENS_FILES)
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(path: Path) -> list[tuple[int, str]]:
    """Line and name of everything that the file calls."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [(node.lineno, ast.unparse(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("path", SUBPACKAGES, ids=relative)
def test_a_package_loads_nothing_by_itself(path):
    """A re-export would load the engine for who only wants the states, and no contract sees it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    imported = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert set(imported) <= {"__future__", "importlib"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))


def test_the_engines_names_come_from_one_place_and_only_when_asked_for():
    program = (
        "import sys, tcpanim.tcp; assert 'tcpanim.tcp.endpoint' not in sys.modules\n"
        "from tcpanim.tcp import State; assert 'tcpanim.tcp.endpoint' not in sys.modules\n"
        "for name in dir(tcpanim.tcp): assert getattr(tcpanim.tcp, name).__class__, name\n"
        "assert 'tcpanim.tcp.endpoint' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


@pytest.mark.parametrize("path", BELOW, ids=relative)
def test_only_the_command_line_and_the_window_open_files(path):
    opening = {"open", "io.open", "os.open", "codecs.open"}
    assert [call for call in calls(path) if call[1] in opening] == []


@pytest.mark.parametrize("path", TESTS, ids=relative)
def test_no_test_waits_for_time_to_pass(path):
    waiting = {"qtbot.wait", "QTest.qWait", "QTest.qSleep", "time.sleep"}
    assert [call for call in calls(path) if call[1] in waiting] == []


COMMANDS = {
    "import": [],
    "list": ["list"],
    "schema": ["schema"],
    "run": ["run", "three-way-handshake"],
    "check": ["check", "three-way-handshake"],
}


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS.keys())
def test_the_command_line_works_without_qt_and_numpy(arguments):
    """They would make each call slower by most of a second, and a server has no libraries for Qt."""
    script = f"""
import sys
import tcpanim.cli
sys.argv = ["tcpanim", *{arguments}]
code = 0
if {arguments}:
    try:
        code = tcpanim.cli.main()
    except SystemExit as end:
        code = end.code
loaded = sorted({{"PySide6", "numpy", "pyqtgraph"}} & set(sys.modules))
print(loaded, code or 0, file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr.splitlines()[-1:] == ["[] 0"], done.stderr
