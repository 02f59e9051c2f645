"""Makes resources/fonts/ anew: `.venv/bin/python packaging/fonts.py`, on a Debian machine with npm.

Needed when a catalogue or a scenario gains a Han character that the fonts lack (a test says so), or for a new release
of a font. The sources are Debian's packages and, for Inter, npm's; all are under the SIL Open Font License.

Inter        static cuts of the variable font at the weights that the look asks for: Qt takes their weights as they
             are, on every platform, by QFont.setWeight(QFont.Weight(550)).
JetBrains    without its ligatures: a byte dump shows the bytes, not arrows.
Noto Sans SC the 3,755 common characters of GB 2312, and every one that catalogues and scenarios use.
Punctuation  the marks that Chinese shares with Latin type (“ ” ……), as Chinese type has them: the first face that
             is looked into in a Chinese window, with nothing else in it and with Inter's line height.
Symbols      the signs of a player, which none of the others has.
"""

from __future__ import annotations

import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "resources" / "fonts"

INTER = "inter-ui@4.1.1"
DEBIAN = ("fonts-jetbrains-mono", "fonts-noto-cjk", "fonts-noto-cjk-extra", "fonts-noto-core")

LATIN = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),  # Latin-1 and Latin Extended-A: names of people and places
    *range(0x370, 0x400),  # Greek: Δt, µ, σ
    *range(0x2000, 0x2070),  # dashes, quotes, ellipsis, spaces
    *range(0x2070, 0x20A0),  # superscripts and subscripts
    *range(0x2100, 0x2300),  # letter-like forms, number forms, arrows, mathematics
    *range(0x2300, 0x2400),  # keys of a keyboard
    *range(0x2460, 0x2474),  # ①
    *range(0x2500, 0x2800),  # lines, shapes, marks
]
CHINESE = [
    *(ord(bytes((row, cell)).decode("gb2312")) for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)),
    *(ord(bytes((0xD7, cell)).decode("gb2312")) for cell in range(0xA1, 0xFA)),
    *range(0x3000, 0x3040),  # punctuation
    *range(0x30FB, 0x30FC),  # ・
    *range(0xFE10, 0xFE20),  # vertical punctuation
    *range(0xFE30, 0xFE50),
    *range(0xFF00, 0xFFF0),  # full-width forms
]
SHARED = [ord(mark) for mark in "‘’“”…"]
PLAYER = [ord(sign) for sign in "⏩⏪⏭⏮⏵⏴⏸⏹⏺▶◀✓✕✗"]


def main() -> None:
    """Fetch the sources, cut the fonts, and say what they weigh."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Path(folder)
        fetch(sources)
        inter(sources)
        jetbrains_mono(sources)
        noto_sans_sc(sources)
        han_punctuation()
        symbols(sources)
        licences(sources)
    for path in sorted(FONTS.iterdir()):
        print(f"{path.stat().st_size:9,}  {path.name}")


def fetch(folder: Path) -> None:
    """Download the packages by their own tools and unpack them side by side."""
    subprocess.run(["npm", "pack", "--silent", INTER], cwd=folder, check=True)
    with tarfile.open(next(folder.glob("inter-ui-*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    subprocess.run(["apt-get", "--quiet", "download", *DEBIAN], cwd=folder, check=True)
    for package in folder.glob("*.deb"):
        subprocess.run(["dpkg-deb", "--extract", str(package), str(folder)], check=True)


def inter(sources: Path) -> None:
    """The interface's face; its optical size stays at that of text."""
    for style, weight in {"Regular": 450, "Medium": 550, "SemiBold": 650, "Bold": 750}.items():
        font = TTFont(sources / "package/variable/InterVariable.woff2", recalcTimestamp=False)
        font.flavor = None
        font = instancer.instantiateVariableFont(font, {"opsz": 14, "wght": weight})
        features = [
            "calt",
            "case",
            "ccmp",
            "frac",
            "kern",
            "locl",
            "mark",
            "mkmk",
            "sinf",
            "ss02",
            "subs",
            "sups",
            "tnum",
            "zero",
        ]
        save(font, LATIN, features, "Inter", style, weight)


def jetbrains_mono(sources: Path) -> None:
    """The face of numbers and bytes."""
    for style, weight in {"Regular": 400, "Medium": 500, "Bold": 700}.items():
        font = TTFont(
            sources / f"usr/share/fonts/truetype/jetbrains-mono/JetBrainsMono-{style}.ttf", recalcTimestamp=False
        )
        save(font, LATIN, ["ccmp", "locl", "mark", "mkmk", "zero"], "JetBrains Mono", style, weight)


def noto_sans_sc(sources: Path) -> None:
    """The face of Chinese, with the forms that mainland China reads."""
    simplified = 2  # of the faces in the collection: JP, KR, SC, TC, HK, …
    for style, weight in {"Regular": 400, "Medium": 500, "Bold": 700}.items():
        path = sources / f"usr/share/fonts/opentype/noto/NotoSansCJK-{style}.ttc"
        font = TTFont(path, fontNumber=simplified, recalcTimestamp=False)
        wanted = [*LATIN, *CHINESE, *used_han()]
        save(font, wanted, ["halt", "kern", "palt"], "Noto Sans SC", style, weight)


def han_punctuation() -> None:
    """Marks whose places Latin and Chinese type share, but not their forms; cut from the fonts made before."""
    line = TTFont(FONTS / "Inter-Regular.ttf")
    # At the weights of Inter: Qt looks for the weight of the first face in those that follow it.
    cuts = {"Regular": ("Regular", 450), "Medium": ("Medium", 550), "SemiBold": ("Bold", 650), "Bold": ("Bold", 750)}
    for style, (source, weight) in cuts.items():
        font = TTFont(FONTS / f"NotoSansSC-{source}.otf", recalcTimestamp=False)
        scale = font["head"].unitsPerEm / line["head"].unitsPerEm
        for table, names in {
            "hhea": ("ascent", "descent", "lineGap"),
            "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent", "sxHeight",
                     "sCapHeight"),
        }.items():  # fmt: skip
            for name in names:
                setattr(font[table], name, round(getattr(line[table], name) * scale))
        save(font, SHARED, [], "tcpanim Punctuation", style, weight)


def symbols(sources: Path) -> None:
    """The signs of a player."""
    path = sources / "usr/share/fonts/truetype/noto/NotoSansSymbols2-Regular.ttf"
    save(TTFont(path, recalcTimestamp=False), PLAYER, [], "Noto Sans Symbols 2", "Regular", 400)


def used_han() -> set[int]:
    """Every character beyond Latin in the texts that the program brings along."""
    texts = [path for pattern in ("*.po", "*.tcpanim") for path in (ROOT / "resources").rglob(pattern)]
    return {ord(character) for path in texts for character in path.read_text(encoding="utf-8") if character > "\u2e80"}


def save(font: TTFont, characters: list[int], features: list[str], family: str, style: str, weight: int) -> None:
    """Subset the font, name it so that every system files the cuts under one family, and write it."""
    options = Options(hinting=False, notdef_outline=True, name_languages=[0x409], name_IDs=[0, 5, 13, 14])
    options.layout_features = features
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    # Only regular and bold may share the first family name; the others meet them under the typographic one.
    plain = style in ("Regular", "Bold")
    names = {
        1: family if plain else f"{family} {style}",
        2: style if plain else "Regular",
        3: None,
        4: f"{family} {style}",
        6: f"{family.replace(' ', '')}-{style}",
        16: None if plain else family,
        17: None if plain else style,
        21: None,
        22: None,
        25: None,
    }
    for number, text in names.items():
        font["name"].removeNames(nameID=number)
        if text:
            font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    if "CFF " in font:
        font["CFF "].cff.fontNames = [names[6]]
    font.save(FONTS / f"{names[6]}.{'otf' if 'CFF ' in font else 'ttf'}")


def licences(sources: Path) -> None:
    """The licence goes wherever a font goes: its one text, below the copyright line that each family states itself."""
    text = (sources / "package/LICENSE.txt").read_text(encoding="utf-8").partition("\n")[2]
    for path in FONTS.glob("*-Regular.*"):
        names = TTFont(path)["name"]
        if "SIL Open Font License" not in names.getDebugName(13):
            raise ValueError(f"{path.name} is under another licence: {names.getDebugName(13)}")
        owner = names.getDebugName(0)
        (FONTS / f"{path.stem.removesuffix('-Regular')}-OFL.txt").write_text(f"{owner}\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
