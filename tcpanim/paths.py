"""Where the program's data files are; only the command line and the window ask, since only they open files.

In a source tree resources/ stands beside the package; a wheel and a frozen program carry it inside the package.
"""

from pathlib import Path


def resources() -> Path:
    """The folder with scenarios/, locale/ and fonts/."""
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"tcpanim is installed without its resources; they belong beside {package}")


def scenarios() -> tuple[Path, ...]:
    """The built-in scenarios, by name."""
    return tuple(sorted((resources() / "scenarios").glob("*.tcpanim")))


def catalogue(language: str) -> Path:
    """The compiled sentences of one language ("en" or "zh")."""
    return resources() / "locale" / language / "LC_MESSAGES" / "tcpanim.mo"


def fonts() -> tuple[Path, ...]:
    """The font files, by name."""
    return tuple(sorted(path for path in (resources() / "fonts").iterdir() if path.suffix in (".otf", ".ttf")))
