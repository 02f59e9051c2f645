"""What the program remembers between two runs; everything has a default, nothing is asked."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QLocale, QSettings

from tcpanim.lesson import DETAILS, LABELS, NUMBERINGS
from tcpanim.scene.roles import THEMES

SPELLINGS = ("rfc", "textbook", "sockets")
DISPLAYS = ("en", "zh", "both")
"""The language of everything; both: Chinese, with the English sentence below."""
THEME_CHOICES = ("system", *THEMES)
"""system: light, dark or high contrast as the desktop is."""
SCENARIO = "scenario"
"""Instead of a numbering or a label style: the one that each scenario opens with."""
SPACES = ("play", "step")
"""What Space does in the window; for an audience it does the other."""
CHOICES = ("language", "theme", "numbering", "labels", "spelling", "detail", "zoom", "reduced_motion", "space")
"""What a reset forgets."""
VERSION = 1
"""Of the file; a program that writes it otherwise counts on and reads what older ones wrote."""
RECENT = 8
SMALLEST_ZOOM, LARGEST_ZOOM = 0.8, 2.5


def system_language() -> str:
    """Chinese where the desktop speaks Chinese, else English."""
    return "zh" if any(name.startswith("zh") for name in QLocale.system().uiLanguages()) else "en"


class Settings:
    """Typed access to an ini file; a value that makes no sense counts as absent."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def _choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        value = self._store.value(key)
        return value if isinstance(value, str) and value in choices else default

    def _chosen(self, key: str, choices: tuple[str, ...]) -> str | None:
        return self._choice(key, choices, "") or None

    def _number(self, key: str, default: float, low: float, high: float) -> float:
        try:
            return min(max(float(str(self._store.value(key, default))), low), high)
        except ValueError:
            return default

    def set(self, key: str, value: object) -> None:
        """Remember ``value``; None forgets it."""
        if value is None:
            self._store.remove(key)
        else:
            self._store.setValue(key, value)
            self._store.setValue("version", VERSION)

    def reset(self) -> None:
        """Forget what was chosen; what was opened, and the window's place, stay."""
        for key in CHOICES:
            self._store.remove(key)

    @property
    def display(self) -> str:
        """En, zh or both; the system's language until the user chooses."""
        return self._choice("language", DISPLAYS, system_language())

    @property
    def theme(self) -> str:
        """system, light, dark or contrast."""
        return self._choice("theme", THEME_CHOICES, "system")

    @property
    def numbering(self) -> str | None:
        """The numbering the user chose, None: as the scenario says."""
        return self._chosen("numbering", NUMBERINGS)

    @property
    def labels(self) -> str | None:
        """The label style the user chose, None: as scenario and language suggest."""
        return self._chosen("labels", LABELS)

    @property
    def spelling(self) -> str | None:
        """The spelling of states the user chose, None: by language."""
        return self._chosen("spelling", SPELLINGS)

    @property
    def detail(self) -> str:
        """How much is shown: first, course or advanced."""
        return self._choice("detail", DETAILS, "course")

    @property
    def zoom(self) -> float:
        """The user's factor on all sizes."""
        return self._number("zoom", 1.0, SMALLEST_ZOOM, LARGEST_ZOOM)

    @property
    def reduced_motion(self) -> bool:
        """Whether steps land at once and cards jump."""
        return str(self._store.value("reduced_motion", "false")).lower() == "true"

    @property
    def space(self) -> str:
        """Play (and pause) or step: what Space does in the window."""
        return self._choice("space", SPACES, "play")

    @property
    def lecture_zoom(self) -> float:
        """The factor on the type of the audience's screen."""
        return self._number("lecture/zoom", 1.0, 0.85, 1.4)

    @property
    def notes_size(self) -> int:
        """The type of the lecturer's notes, in px at scale 1."""
        return round(self._number("lecture/notes_size", 22, 14, 44))

    @property
    def lecture_minutes(self) -> int:
        """How long a lecture lasts: where the count-down begins."""
        return round(self._number("lecture/minutes", 45, 1, 600))

    @property
    def right_click_back(self) -> bool:
        """Whether a right click on the audience's screen goes back."""
        return str(self._store.value("lecture/right_click_back", "true")).lower() == "true"

    @property
    def file(self) -> str:
        """Where all this is kept."""
        return self._store.fileName()

    def lecture_keys(self, orders: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The user's own keys for a lecture, by order: ``lecture/keys/next=PgDown, Right``."""
        found: dict[str, tuple[str, ...]] = {}
        for order in orders:
            value = self._store.value(f"lecture/keys/{order}")
            written = value.split(", ") if isinstance(value, str) else value if isinstance(value, list) else []
            keys = tuple(key.strip() for key in written if isinstance(key, str) and key.strip())
            if keys:
                found[order] = keys
        return found

    @property
    def stage_share(self) -> float:
        """The stage's share of the height above the views below it."""
        return self._number("stage_share", 0.48, 0.2, 0.8)

    @property
    def folder(self) -> str:
        """Where the open dialog starts."""
        value = self._store.value("folder")
        return value if isinstance(value, str) else ""

    @property
    def recent(self) -> tuple[str, ...]:
        """The files opened last, the newest first."""
        value = self._store.value("recent")
        paths = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return tuple(path for path in paths if isinstance(path, str) and path)[:RECENT]

    def remember_file(self, path: str, *, good: bool = True) -> None:
        """Put ``path`` first among the recent files; one that is not ``good`` is forgotten."""
        others = [known for known in self.recent if known != path]
        self.set("recent", [path, *others][:RECENT] if good else others)

    @property
    def left_open(self) -> tuple[str, str, int] | None:
        """What a window that ended suddenly had open: kind (file, builtin), name, and the moment shown (ns)."""
        kind, name, t = (self._store.value(f"left/{key}") for key in ("kind", "name", "t"))
        if kind not in ("file", "builtin") or not isinstance(name, str) or not str(t).isdecimal():
            return None
        return str(kind), name, int(str(t))

    @property
    def left_edits(self) -> str:
        """The list of what-if edits that was left with it, as ``scenario.written.keep`` writes it."""
        return str(self._store.value("left/edits") or "")

    def leave_open(self, what: tuple[str, str, int] | None, edits: str = "") -> None:
        """Remember that for the case of a sudden end; None: there was a good one."""
        self._store.remove("left")
        if what is not None:
            for key, value in zip(("kind", "name", "t"), what, strict=True):
                self._store.setValue(f"left/{key}", str(value))
            self._store.setValue("left/edits", edits)

    @property
    def geometry(self) -> QByteArray | None:
        """The window's place at its last closing."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def sync(self) -> None:
        """Write to the disk now."""
        self._store.sync()
