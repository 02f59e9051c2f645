"""In the place of PySide's `shibokensupport.signature.loader`: what it knows of functions is loaded when asked for.

PySide loads all of it at each start, and argparse, logging and others for it, though only the text of an error needs
it: when a function of Qt is called with arguments that it does not take. `signatures.py` puts this into the bundle.

The functions are those that PySide's library calls (signature_globals.cpp).
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

mapping = import_module("shibokensupport.signature.mapping")
"""The library looks for it by its name, and does not load it."""

_bootstrap = import_module("signature_bootstrap")
_package = import_module("shibokensupport.signature")
_package.get_signature = _bootstrap.get_signature  # type: ignore[attr-defined]
_package.make_snake_case_name = _bootstrap.make_snake_case_name  # type: ignore[attr-defined]
_bootstrap.zipstring_sequence.clear()  # what is in files.dir, once more


def _whole(name: str) -> ModuleType:
    mapping.update_mapping()
    return import_module(f"shibokensupport.signature.{name}")


def pyside_type_init(type_key: Any, signatures: Any) -> Any:
    """Read the signatures of a type's functions."""
    return _whole("parser").pyside_type_init(type_key, signatures)


def create_signature(properties: Any, key: Any) -> Any:
    """One signature as Python describes them."""
    return _whole("layout").create_signature(properties, key)


def seterror_argument(arguments: Any, function: Any, info: Any) -> Any:
    """The error of a call with wrong arguments: its type and its text."""
    return _whole("errorhandler").seterror_argument(arguments, function, info)


def make_helptext(function: Any) -> Any:
    """What ``__doc__`` is."""
    return _whole("errorhandler").make_helptext(function)


def finish_import(_module: Any) -> None:
    """Nothing that is deprecated is to be put into a module of Qt."""


def feature_import(*_asked: Any, **_named: Any) -> None:
    """No `from __feature__ import`, which would give Qt's functions other names."""


def feature_imported(_module: Any) -> None:
    """No module has asked for that."""


def post_init() -> None:
    """`import` stays Python's own."""
