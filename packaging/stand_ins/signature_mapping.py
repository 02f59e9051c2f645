"""In the place of PySide's `shibokensupport.signature.mapping`, which it becomes when it is needed first.

PySide's library takes `update_mapping` out of this module's names itself, so that no lazy module would do.
"""

from __future__ import annotations

from importlib.util import find_spec


def update_mapping() -> None:
    """Become the whole module, whose function of this name takes the place of this one and does what was asked for."""
    spec = find_spec("shibokensupport.signature.whole_mapping")
    code = spec.loader.get_code(spec.name)  # type: ignore[union-attr]
    exec(code, globals())  # noqa: S102 - PySide's own, out of the bundle
    update_mapping()
