"""ICU's data without what Qt never asks of it: read here by a reader of its own, and by Qt itself."""

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "packaging"))

import icu  # noqa: E402

LIBRARIES = sorted(Path(PySide6.__path__[0]).glob("Qt/lib/libicudata.so.*"))

pytestmark = pytest.mark.skipif(not LIBRARIES, reason="this system's Qt brings no ICU along")

ASK = """
import sys
from functools import cmp_to_key
from PySide6.QtCore import QCollator, QDate, QDateTime, QLocale, QTime, QTimeZone
words = "重传 中国 zebra 北京 Äpfel apple 文件10 文件9 握手 Zoo éclair 丢失 straße İstanbul 第二课 第一课".split()
for name in sys.argv[1:]:
    locale = QLocale(name)
    order = QCollator(locale)
    for numeric in (False, True):
        order.setNumericMode(numeric)
        print(name, sorted(words, key=cmp_to_key(order.compare)))
    print(ascii(locale.toUpper("straße iıǆς")), ascii(locale.toLower("STRASSE Iİ ΑΣ")))
    print(ascii(locale.toString(QDateTime(QDate(2026, 11, 25), QTime(13, 4)), QLocale.FormatType.ShortFormat)))
    if name[:2] in ("en", "zh"):
        for zone in (b"Asia/Shanghai", b"Europe/Berlin", b"America/New_York"):
            for season in (QTimeZone.TimeType.StandardTime, QTimeZone.TimeType.DaylightTime):
                print(QTimeZone(zone).displayName(season, QTimeZone.NameType.LongName, locale))
with open("/proc/self/maps") as file:
    print(next(line.split()[-1] for line in file if "libicudata" in line))
"""


def items(library):
    """The items of a library by name, from where each begins to where the next one begins."""
    begin = library.index(b"CmnD") - 12
    contents = begin + int.from_bytes(library[begin : begin + 2], sys.byteorder)
    (count,) = struct.unpack_from("=I", library, contents)
    places = [struct.unpack_from("=II", library, contents + 4 + 8 * index) for index in range(count)]
    names = [library[contents + at : library.index(b"\0", contents + at)] for at, _ in places]
    ends = [start for _, start in places[1:]] + [len(library) - contents]
    assert names == sorted(names)  # it is searched by halves
    return {
        name.decode().partition("/")[2]: library[contents + start : contents + end]
        for name, (_, start), end in zip(names, places, ends, strict=True)
    }


@pytest.fixture(scope="module")
def before():
    return LIBRARIES[0].read_bytes()


def test_what_is_kept_is_kept_to_the_byte(before):
    symbol, block = icu.reduced(before)
    assert symbol == f"icudt{LIBRARIES[0].suffix[1:]}_dat"
    was, kept = items(before), items(block)
    assert {"coll/zh.res", "coll/ucadata.icu", "zone/en.res", "zone/zh.res", "root.res", "zoneinfo64.res"} <= set(kept)
    for name, content in kept.items():
        assert content.rstrip(b"\0") == was[name].rstrip(b"\0"), name
    assert not [name for name in kept if name.startswith(("brkitr/", "translit/", "curr/")) or name.endswith(".cnv")]


def test_every_order_of_words_is_kept(before):
    _, block = icu.reduced(before)
    assert {name for name in items(before) if name.startswith("coll/")} <= set(items(block))


def test_what_is_no_data_of_icu_is_refused():
    with pytest.raises(ValueError, match="no ICU data"):
        icu.reduced(b"\x7fELF CmnD and so on")


@pytest.mark.skipif(not (shutil.which("as") and shutil.which("ld")), reason="no binutils")
def test_qt_sorts_and_writes_with_it_as_before(tmp_path):
    small = tmp_path / LIBRARIES[0].name
    shutil.copy(LIBRARIES[0], small)
    icu.reduce(small)
    assert small.stat().st_size < LIBRARIES[0].stat().st_size / 6

    def said(**environment):
        locales = ("zh_CN", "zh_TW", "en_US", "de_DE", "sv_SE", "tr_TR", "ja_JP", "C")
        asked = [sys.executable, "-X", "utf8", "-c", ASK, *locales]
        variables = {**os.environ, **environment}
        done = subprocess.run(asked, env=variables, capture_output=True, text=True, encoding="utf-8", check=True)
        assert done.stderr == ""
        *lines, used = done.stdout.splitlines()
        return lines, used

    was, _ = said()
    lines, used = said(LD_PRELOAD=str(small))  # of the same name as Qt's own, and so taken in its place
    assert used == str(small)
    assert lines == was
