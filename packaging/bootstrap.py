"""From a bare machine to .venv: the Python, uv, the system's libraries, and then the lock file's packages.

Stdlib only, and readable by older Pythons too, so that those get a message rather than a syntax error.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")

OLDEST, NEWEST = (3, 11), (3, 13)
UV = (0, 13, 9)
# Only for a Python that comes without pip (Debian's): pip is a program that runs from its own wheel.
PIP_WHEEL = "https://files.pythonhosted.org/packages/07/25/ee8c38ae72d66b844ce8eb9711ba905dba21ca1a8a0c960057c41cd23337/pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"

# What Qt loads from a Linux system, and the Debian package that has it.
LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# What the tests start to drive the real program on a virtual screen.
TOOLS = {"Xvfb": "xvfb", "xdotool": "xdotool", "openbox": "openbox", "xrandr": "x11-xserver-utils"}
# What the bundle is built with.
BUILDING = dict.fromkeys(("as", "ld", "objdump", "readelf", "strip"), "binutils")


class SetupError(Exception):
    """Something that only the person at the keyboard can put right; the message says what."""


def set_up(*, developing: bool, exact: bool) -> None:
    """Make .venv hold the program, with the developers' tools or without; `exact` removes what does not belong."""
    if not venv_is_usable():
        make_venv()
    command = [find_uv() or install_uv(), "sync", "--frozen"]
    command += [] if developing else ["--no-dev"]
    command += [] if exact else ["--inexact"]
    if subprocess.run(command, cwd=ROOT, env=uv_environment(), check=False).returncode:
        raise SetupError("uv could not install the program; its message stands above")
    check_system(LIBRARIES, TOOLS if developing else {})


def program(name: str) -> str:
    """The path of a program in .venv."""
    return str(SCRIPTS / (name + (".exe" if os.name == "nt" else "")))


# ------------------------------------------------------------------------------------------- Python and .venv


def venv_is_usable() -> bool:
    """Whether .venv has a Python that starts (its base may have gone since) and that the program supports."""
    return is_supported(program("python"))


def make_venv() -> None:
    """An empty .venv from the best Python at hand; uv, if there, fetches one when there is none."""
    shutil.rmtree(VENV, ignore_errors=True)
    python, uv = find_python(), find_uv()
    if uv:
        wanted = python or f">={dotted(OLDEST)},<{NEWEST[0]}.{NEWEST[1] + 1}"
        run([uv, "venv", "--quiet", "--python", wanted, str(VENV)], "uv could not make .venv", env=uv_environment())
    elif python:
        has_pip = has_ensurepip(python) or (install_ensurepip(python) and has_ensurepip(python))
        run(
            [python, "-m", "venv", *([] if has_pip else ["--without-pip"]), str(VENV)], f"{python} could not make .venv"
        )
    else:
        raise SetupError(
            f"tcpanim needs Python {dotted(OLDEST)} to {dotted(NEWEST)}, and this is {dotted(sys.version_info[:2])}. "
            "Install one of these, or uv (https://docs.astral.sh/uv/), which fetches one."
        )


def find_python() -> str | None:
    """A supported Python: this one if it is, else the newest on PATH, or that Windows' launcher knows of."""
    if is_supported(sys.executable):
        return sys.executable
    versions = [f"{NEWEST[0]}.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    found = [shutil.which(f"python{version}") or launched(version) for version in versions]
    return next((python for python in found if python and is_supported(python)), None)


def launched(version: str) -> str | None:
    """The Python of that version on Windows, where they are not on PATH."""
    if os.name != "nt" or not shutil.which("py"):
        return None
    question = ["py", f"-{version}", "-c", "import sys; print(sys.executable)"]
    return subprocess.run(question, capture_output=True, text=True, check=False).stdout.strip() or None


def is_supported(python: str) -> bool:
    """Ask the Python itself: what stands on PATH may be a launcher for a version that is not there."""
    return succeeds([python, "-c", f"import sys; sys.exit(not {OLDEST} <= sys.version_info[:2] <= {NEWEST})"])


def has_ensurepip(python: str) -> bool:
    """Whether its venvs can have pip from the start."""
    return succeeds([python, "-c", "import ensurepip"])


def install_ensurepip(python: str) -> bool:
    """Debian keeps ensurepip in a package of its own."""
    if not can_apt_get():
        return False
    version = "import sys; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([python, "-c", version], capture_output=True, text=True, check=True).stdout
    return apt_get([f"python{answer.strip()}-venv"])


# --------------------------------------------------------------------------------------------------------- uv


def find_uv() -> str | None:
    """The uv in .venv, or one on PATH that is new enough to read the lock file."""
    for uv in (program("uv"), shutil.which("uv")):
        if uv and uv_version(uv) >= UV:
            return uv
    return None


def uv_version(uv: str) -> tuple[int, ...]:
    """Its version, (0,) when it does not start."""
    try:
        answer = subprocess.run([uv, "--version"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in answer.split()[1].split("."))
    except (OSError, subprocess.CalledProcessError, ValueError, IndexError):
        return (0,)


def install_uv() -> str:
    """Put the pinned uv into .venv by pip."""
    install = ["install", "--quiet", "--disable-pip-version-check", f"uv=={dotted(UV)}"]
    if succeeds([program("python"), "-m", "pip", "--version"]):
        run([program("python"), "-m", "pip", *install], "pip could not install uv")
    else:
        with tempfile.TemporaryDirectory() as folder:
            pip = fetch_pip(Path(folder))
            run([program("python"), str(pip / "pip"), *install], "pip could not install uv")
    return program("uv")


def fetch_pip(folder: Path) -> Path:
    """Download pip's wheel and make sure that it is the one meant."""
    wheel = folder / PIP_WHEEL.rpartition("/")[2]
    try:
        with urllib.request.urlopen(PIP_WHEEL, timeout=60) as answer:
            wheel.write_bytes(answer.read())
    except OSError as error:
        raise SetupError(
            f"this Python has no pip, and pip could not be fetched ({error}). On Debian and Ubuntu this helps:\n"
            "  sudo apt-get install python3-venv ca-certificates"
        ) from error
    if hashlib.sha256(wheel.read_bytes()).hexdigest() != PIP_SHA256:
        raise SetupError(f"{PIP_WHEEL} is not the file it should be")
    return wheel


def uv_environment() -> dict[str, str]:
    """The environment for uv: it works in .venv and trusts the certificates that the machine trusts."""
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(VENV)}
    environment.pop("VIRTUAL_ENV", None)
    paths = ssl.get_default_verify_paths()
    if not sys.platform.startswith("linux") or paths.cafile or (paths.capath and any(Path(paths.capath).iterdir())):
        environment.setdefault("UV_SYSTEM_CERTS", "1")
    return environment


# ----------------------------------------------------------------------------------------- the system's share


def check_system(libraries: dict[str, str], tools: dict[str, str]) -> None:
    """Install the missing system packages where that is possible, else name them. Says nothing when all is there."""
    if not sys.platform.startswith("linux"):
        return
    missing = [library for library in libraries if not loads(library)]
    missing += [tool for tool in tools if not shutil.which(tool)]
    if not missing:
        return
    packages = sorted({{**libraries, **tools}[name] for name in missing})
    if can_apt_get() and apt_get(packages):
        return
    if shutil.which("apt-get"):
        print("Missing on this system; this installs it:\n  sudo apt-get install " + " ".join(packages), flush=True)
    else:
        print("Missing on this system: " + ", ".join(missing), flush=True)


def python_library() -> dict[str, str]:
    """The shared library of the system's own Python, which Debian keeps apart from it; nothing for another Python."""
    question = "import sys; print(sys.base_prefix == '/usr', *sys.version_info[:2])"
    answer = subprocess.run([program("python"), "-c", question], capture_output=True, text=True, check=True).stdout
    of_system, major, minor = answer.split()
    return {f"libpython{major}.{minor}.so.1.0": f"libpython{major}.{minor}"} if of_system == "True" else {}


def loads(library: str) -> bool:
    """Whether the dynamic linker finds the library, whatever package it came from."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def can_apt_get() -> bool:
    """Whether this process may install Debian packages."""
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def apt_get(packages: list[str]) -> bool:
    """Install Debian packages, quietly; say so, since it changes the machine."""
    print("Installing system packages: " + " ".join(packages), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300", *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode and arguments[0] == "install":
            print(done.stdout + done.stderr, flush=True)
            return False
    return True


# ----------------------------------------------------------------------------------------------- small things


def run(command: list[str], complaint: str, env: dict[str, str] | None = None) -> None:
    """Run a step of the set-up that must succeed."""
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        raise SetupError(complaint)


def succeeds(command: list[str]) -> bool:
    """Whether the program starts and exits with 0; its output does not matter."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def dotted(version: tuple[int, ...]) -> str:
    """A version as people write it."""
    return ".".join(map(str, version))
