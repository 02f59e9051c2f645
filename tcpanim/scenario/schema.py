"""The scenario format as JSON Schema, for editors that complete and check while one types.

Made of the same tables as the parser. It knows shapes only: that a host exists or a state is spelt in another of its
usual ways is the parser's knowledge, so what it accepts is a little more here and a little less there.
"""

from __future__ import annotations

from tcpanim.scenario.hosts import HOST_FIELDS
from tcpanim.scenario.parse import FIELDS, RESERVED
from tcpanim.scenario.record import record_schema
from tcpanim.scenario.shape import HOST_NAME, Schema
from tcpanim.scenario.state_names import state_spellings


def schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a scenario file, as plain dicts and lists."""
    root = record_schema(FIELDS)
    host = {"anyOf": [record_schema(HOST_FIELDS), {"type": "null"}]}
    reserved = "|".join(sorted(RESERVED))
    root["properties"]["hosts"] = {
        "type": "object",
        "description": "exactly two; the first stands left",
        "patternProperties": {f"^(?!({reserved})$){HOST_NAME}$": host},
        "additionalProperties": False,
        "minProperties": 2,
        "maxProperties": 2,
    }
    root["required"].append("hosts")
    names = sorted({spelling for name in state_spellings() for spelling in (name, name.replace("-", "_"))})
    definitions = {
        "text": {
            "description": "a text, the same in both languages or one for each",
            "oneOf": [
                {"type": ["string", "number"]},
                {
                    "type": "object",
                    "properties": {"en": {"type": ["string", "number"]}, "zh": {"type": ["string", "number"]}},
                    "additionalProperties": False,
                    "minProperties": 1,
                },
            ],
        },
        "state": {"description": "a state of a connection", "enum": names},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "tcpanim scenario, version 1",
        **root,
        "$defs": definitions,
    }
