"""What ships: the lock file, the compiled catalogues, the fonts' characters."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement

from tcpanim import paths
from tcpanim.i18n import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
LOCK = (ROOT / "uv.lock").read_text(encoding="utf-8")

sys.path.append(str(ROOT / "packaging"))

from hatch_build import CatalogueError, compile_catalogues  # noqa: E402  (scripts, not a package)


def test_the_lock_file_names_the_public_index_and_nothing_else():
    assert set(re.findall(r'registry = "([^"]*)"', LOCK)) == {"https://pypi.org/simple"}
    assert {url.split("/")[2] for url in re.findall(r'url = "([^"]*)"', LOCK)} == {"files.pythonhosted.org"}


def test_the_lock_file_belongs_to_this_project_file():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = next(entry for entry in tomllib.loads(LOCK)["package"] if entry["name"] == "tcpanim")["metadata"]
    extras = project["project"]["optional-dependencies"]
    asked = [
        *map(Requirement, project["project"]["dependencies"]),
        *(Requirement(f"{text}; extra == '{extra}'") for extra, texts in extras.items() for text in texts),
    ]
    assert wanted(asked) == wanted(map(read_locked, locked["requires-dist"])), "run: uv lock"
    developing = map(Requirement, project["dependency-groups"]["dev"])
    assert wanted(developing) == wanted(map(read_locked, locked["requires-dev"]["dev"])), "run: uv lock"


def read_locked(entry):
    marker = f"; {entry['marker']}" if "marker" in entry else ""
    return Requirement(f"{entry['name']}{entry.get('specifier', '')}{marker}")


def wanted(requirements):
    return {(re.sub("[-_.]+", "-", one.name).lower(), one.specifier, str(one.marker)) for one in requirements}


CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: {language}\\nPlural-Forms: nplurals=1; plural=0;\\n"

"""


@pytest.fixture
def write(tmp_path):
    """Writes both catalogues, each with the given entries, and returns their folder."""

    def write(**entries):
        for language, text in entries.items():
            path = tmp_path / language / "LC_MESSAGES" / "tcpanim.po"
            path.parent.mkdir(parents=True)
            path.write_text(CATALOGUE.format(language=language) + text, encoding="utf-8")
        return tmp_path

    return write


def test_good_catalogues_are_compiled(write):
    locale = write(en='msgid "a.key"\nmsgstr "Sent to {host}"', zh='msgid "a.key"\nmsgstr "发给 {host}"')
    compile_catalogues(locale)
    assert all((locale / language / "LC_MESSAGES" / "tcpanim.mo").is_file() for language in LANGUAGES)


@pytest.mark.parametrize(
    ("english", "chinese", "problem"),
    [
        ('msgid "a.key"\nmsgstr "{host} sent"', 'msgid "a.key"\nmsgstr "{hots} 已发送"', "placeholders {hots}"),
        ('msgid "a.key"\nmsgstr "sent"', "", "a.key is missing"),
        ('msgid "a.key"\nmsgstr "sent"', 'msgid "a.key"\nmsgstr ""', "a.key has no text"),
        ('msgid "a.key"\nmsgstr "sent"', '#, fuzzy\nmsgid "a.key"\nmsgstr "已发送"', "marked fuzzy"),
        ('msgid "a.key"\nmsgstr "sent"', 'msgid "a.key"\nmsgstr "已发送', "tcpanim.po:6: not a line"),
        (
            'msgid "a.key"\nmsgstr "sent"',
            'msgid "a.key"\nmsgstr "甲"\n\nmsgid "a.key"\nmsgstr "乙"',
            "a.key stands in line 5 already",
        ),
    ],
    ids=["another placeholder", "missing", "empty", "fuzzy", "unterminated", "twice"],
)
def test_catalogues_that_disagree_stop_the_build(write, english, chinese, problem):
    locale = write(en=english, zh=chinese)
    with pytest.raises(CatalogueError, match=re.escape(problem)):
        compile_catalogues(locale)
    assert list(locale.rglob("*.mo")) == []


def test_a_missing_catalogue_stops_the_build(write):
    with pytest.raises(CatalogueError, match="No such file"):
        compile_catalogues(write(en='msgid "a.key"\nmsgstr "sent"'))


def texts():
    resources = paths.resources()
    return sorted([*resources.glob("locale/**/*.po"), *resources.glob("scenarios/*.tcpanim")])


@pytest.mark.parametrize("path", texts(), ids=lambda path: str(path.relative_to(paths.resources())))
def test_the_fonts_have_every_character_of_our_texts(path):
    covered = {character for font in paths.fonts() for character in TTFont(font).getBestCmap()}
    lacking = {character for character in path.read_text(encoding="utf-8") if ord(character) not in covered}
    assert lacking <= {"\n"}, "run packaging/fonts.py"
