"""The bundle on Linux: what desktops and shells are told, the archive with its install.sh, the Debian package."""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import platform
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import product
from bootstrap import ROOT

FILES = ROOT / "packaging" / "linux_files"
COMMANDS = ("run", "check", "list", "export", "schema")

PACKAGES = {
    "ld-linux-x86-64.so.2": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libc.so.6": "libc6",
    "libcrypt.so.1": "libcrypt1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libdl.so.2": "libc6",
    "libexpat.so.1": "libexpat1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgcc_s.so.1": "libgcc-s1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "librt.so.1": "libc6",
    "libstdc++.so.6": "libstdc++6",
    "libutil.so.1": "libc6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
"""What the bundle may want of the system, and the Debian package that has it."""
GLIBC = "2.34"
"""The C library that Qt's wheels ask for."""


class Option(NamedTuple):
    """One option of a command: what --help says of it."""

    short: str
    long: str
    value: str
    choices: tuple[str, ...]
    text: str


# ---------------------------------------------------------------------------------- what the program says of itself


def help_of(command: str) -> str:
    """The help of a command ("": of the program), on lines that are never broken."""
    from tcpanim import cli  # noqa: PLC0415 - only there where something is built

    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "10000"
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            cli.main([*([command] if command else []), "--help"])
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
    return said.getvalue()


_OPTION = re.compile(r"  (?:(-\w)(?: [A-Z]+)?, )?(--[\w-]+)(?: (\S+))?(?:\s{2,}(.*))?")


def options_of(command: str) -> tuple[Option, ...]:
    """Its options."""
    lines = help_of(command).splitlines()
    found = []
    for number, line in enumerate(lines):
        match = _OPTION.fullmatch(line)
        if match is None:
            continue
        value = match[3] or ""
        choices = tuple(value[1:-1].split(",")) if value.startswith("{") else ()
        text = match[4] or lines[number + 1].strip()  # long ones have their text on a line of its own
        found.append(Option(match[1] or "", match[2], value, choices, text))
    return tuple(found)


def summary_of(command: str) -> str:
    """The sentence that --help begins with."""
    return help_of(command).split("\n\n")[1].strip()


def scenarios() -> tuple[str, ...]:
    """The ids of the scenarios that come along."""
    return tuple(path.stem for path in sorted((ROOT / "resources" / "scenarios").glob("*.tcpanim")))


# ---------------------------------------------------------------------------------------------- man page, completion


def manual(version: str, date: str) -> str:
    """The man page, in roff."""

    def escaped(text: str) -> str:
        return text.replace("\\", "\\\\").replace("-", "\\-")

    def listed(command: str) -> Iterator[str]:
        for option in options_of(command):
            names = ", ".join(name for name in (option.short, option.long) if name)
            yield f".TP\n\\fB{escaped(names)}\\fR {escaped(option.value)}\n{escaped(option.text)}"

    lines = [
        f'.TH TCPANIM 1 "{date}" "tcpanim {version}" "User Commands"',
        f".SH NAME\ntcpanim, tcpanim\\-gui \\- {product.SUMMARY['en'][0].lower()}{escaped(product.SUMMARY['en'][1:])}",
        ".SH SYNOPSIS\n.B tcpanim\n[\\fIOPTION\\fR]... [\\fIFILE\\fR]",
        *(f".br\n.B tcpanim {command}\n[\\fIOPTION\\fR]... [\\fIFILE\\fR]..." for command in COMMANDS),
        ".SH DESCRIPTION",
        escaped(summary_of("")),
        "FILE is a path, the id of a built\\-in scenario, or \\- for standard input.",
        "\\fBtcpanim\\-gui\\fR is the same program without a terminal.",
        ".SH OPTIONS",
        *listed(""),
    ]
    for command in COMMANDS:
        lines += [f".SS tcpanim {command}", escaped(summary_of(command)), *listed(command)]
    lines += [
        ".SH EXIT STATUS\n0: all is well; 1: the input is at fault; 2: the command was not understood.",
        ".SH FILES\n.TP\n.I *.tcpanim\nscenarios; \\fBtcpanim schema\\fR prints what may stand in them.",
        ".SH SEE ALSO\nRFC 9293",
    ]
    return "\n".join(lines) + "\n"


def completions() -> Mapping[str, str]:
    """By file name: for bash, zsh and fish."""
    return {"tcpanim.bash": _bash(), "_tcpanim": _zsh(), "tcpanim.fish": _fish()}


def _bash() -> str:
    cases = []
    for command in ("", *COMMANDS):
        words = " ".join(option.long for option in options_of(command))
        names = "" if command in ("list", "schema") else " $scenarios"
        extra = f" {' '.join(COMMANDS)}" if not command else ""
        cases.append(f'        {command or "*"}) words="{words}{extra}{names}" ;;')
    cases.append(cases.pop(0))  # the one for all others comes last
    values = "\n".join(
        f'        {option.long}) COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$word")); return ;;'
        for option in {option.long: option for command in ("", *COMMANDS) for option in options_of(command)}.values()
        if option.choices
    )
    return f"""# bash completion for tcpanim
_tcpanim() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words
    local scenarios="{" ".join(scenarios())}"
    case $before in
{values}
        --screenshot|-o|--output) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
    case ${{COMP_WORDS[1]}} in
{chr(10).join(cases)}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -d -S / -- "$word") \\
        $(compgen -f -X '!*.tcpanim' -- "$word") $(compgen -f -X '!*.yaml' -- "$word"))
}}
complete -o filenames -F _tcpanim tcpanim tcpanim-gui
"""


def _zsh() -> str:
    def spec(option: Option) -> str:
        text = re.sub(r"([\[\]:'])", r"\\\1", option.text).replace("'", "")
        value = f":value:({' '.join(option.choices)})" if option.choices else ":value:_files" if option.value else ""
        return f"'{option.long}[{text}]{value}'"

    cases = "\n".join(
        f"    {command}) _arguments {' '.join(map(spec, options_of(command)))} '*:scenario:_tcpanim_files' ;;"
        for command in COMMANDS
    )
    return f"""#compdef tcpanim tcpanim-gui
_tcpanim_files() {{
  compadd -- {" ".join(scenarios())}
  _files -g '*.(tcpanim|yaml|yml)'
}}
_tcpanim_first() {{
  compadd -- {" ".join(COMMANDS)}
  _tcpanim_files
}}
case $words[2] in
{cases}
    *) _arguments {" ".join(map(spec, options_of("")))} '1:command or scenario:_tcpanim_first' ;;
esac
"""


def _fish() -> str:
    lines = [f"set -l commands {' '.join(COMMANDS)}"]
    first, later = "'not __fish_seen_subcommand_from $commands'", "'__fish_seen_subcommand_from {}'"
    lines += [f"complete -c tcpanim -n {first} -a {command} -d {_quoted(summary_of(command))}" for command in COMMANDS]
    for command in ("", *COMMANDS):
        when = later.format(command) if command else first
        for option in options_of(command):
            short = f" -s {option.short[1:]}" if option.short else ""
            value = f" -x -a '{' '.join(option.choices)}'" if option.choices else " -r" if option.value else ""
            lines.append(f"complete -c tcpanim -n {when} -l {option.long[2:]}{short}{value} -d {_quoted(option.text)}")
    lines.append(f"complete -c tcpanim -a '{' '.join(scenarios())}'")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


# ------------------------------------------------------------------------------------------------------ share/


def write_share(share: Path, made: Path) -> None:
    """What stands below /usr/share: desktop entry, file type, icons, man page, completion, AppStream's metadata."""
    from tcpanim import __version__  # noqa: PLC0415

    date = built_on()
    places = {
        "applications/tcpanim.desktop": (FILES / "tcpanim.desktop").read_text(encoding="utf-8"),
        "mime/packages/tcpanim.xml": (FILES / "tcpanim.mime.xml").read_text(encoding="utf-8"),
        f"metainfo/{product.IDENTIFIER}.metainfo.xml": (FILES / f"{product.IDENTIFIER}.metainfo.xml")
        .read_text(encoding="utf-8")
        .replace("@VERSION@", __version__)
        .replace("@DATE@", date),
        "bash-completion/completions/tcpanim": completions()["tcpanim.bash"],
        "zsh/site-functions/_tcpanim": completions()["_tcpanim"],
        "fish/vendor_completions.d/tcpanim.fish": completions()["tcpanim.fish"],
    }
    for name, text in places.items():
        path = share / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    page = share / "man" / "man1" / "tcpanim.1.gz"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_bytes(gzip.compress(manual(__version__, date).encode(), mtime=0))
    shutil.copytree(made / "icons" / "hicolor", share / "icons" / "hicolor", dirs_exist_ok=True)


def built_on() -> str:
    """The day of the commit, so that the same source makes the same package; else today."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not seconds and shutil.which("git"):
        asked = ["git", "log", "-1", "--format=%ct"]
        seconds = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    moment = datetime.fromtimestamp(int(seconds), UTC) if seconds else datetime.now(UTC)
    return moment.date().isoformat()


# --------------------------------------------------------------------------------------------- archive and package


def archive(folder: Path, made: Path, into: Path) -> Path:
    """The .tar.xz: the bundle, share/, and an install.sh that needs no root."""
    from tcpanim import __version__  # noqa: PLC0415

    name = f"tcpanim-{__version__}-linux-{platform.machine()}"
    stage = made / name
    shutil.rmtree(stage, ignore_errors=True)
    write_share(stage / "share", made)
    for script in ("install.sh", "uninstall.sh"):
        shutil.copy2(FILES / script, stage / script)
    path = into / f"{name}.tar.xz"

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    with tarfile.open(path, "w:xz", preset=6) as tar:
        tar.add(stage, name, filter=plain)
        tar.add(folder, f"{name}/tcpanim", filter=plain)
    shutil.rmtree(stage)
    return path


def needed(folder: Path) -> set[str]:
    """The libraries that the bundle wants of the system."""
    wanted, inside = set(), set()
    for path in folder.rglob("*"):
        if path.is_file():
            inside.add(path.name)
            with path.open("rb") as file:
                if file.read(4) != b"\x7fELF":
                    continue
            said = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True, check=True).stdout
            wanted |= set(re.findall(r"\(NEEDED\).*\[(.+)\]", said))
    return wanted - inside


def depends(folder: Path) -> tuple[str, ...]:
    """The Debian packages that have them."""
    packages = {PACKAGES[library] for library in needed(folder)}
    return tuple(sorted(f"{name} (>= {GLIBC})" if name == "libc6" else name for name in packages))


def debian_package(folder: Path, made: Path, into: Path) -> Path:
    """The .deb: the bundle in /usr/lib/tcpanim, links in /usr/bin, share/ below /usr."""
    from tcpanim import __version__  # noqa: PLC0415

    architecture = {"x86_64": "amd64", "aarch64": "arm64"}[platform.machine()]
    stage = made / "deb"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(folder, stage / "usr" / "lib" / "tcpanim", symlinks=True)
    write_share(stage / "usr" / "share", made)
    documents = stage / "usr" / "share" / "doc" / "tcpanim"
    documents.mkdir(parents=True)
    shutil.copy2(ROOT / "LICENSE", documents / "copyright")
    (stage / "usr" / "share" / "zsh" / "site-functions").rename(stage / "usr" / "share" / "zsh" / "vendor-completions")
    binaries = stage / "usr" / "bin"
    binaries.mkdir()
    for program in ("tcpanim", "tcpanim-gui"):
        (binaries / program).symlink_to(f"../lib/tcpanim/{program}")
    size = sum(path.stat().st_size for path in stage.rglob("*") if path.is_file() and not path.is_symlink()) // 1024
    control = f"""Package: tcpanim
Version: {__version__}
Architecture: {architecture}
Maintainer: tcpanim contributors <tcpanim@users.noreply.github.com>
Installed-Size: {size}
Depends: {", ".join(depends(folder))}
Section: education
Priority: optional
Description: {product.SUMMARY["en"]}
 A scenario file says what two applications do and what goes wrong on the wire;
 an engine written after RFC 9293 produces every segment, timer and state; a
 window plays the result forwards and backwards, step by step, at any speed,
 and says in a sentence what happens and why. In English and in Chinese.
"""
    (stage / "DEBIAN").mkdir()
    (stage / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    for path in (stage, *stage.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    path = into / f"tcpanim_{__version__}_{architecture}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(stage), str(path)], check=True)
    shutil.rmtree(stage)
    return path
