"""As much of JSON Schema as the scenario format's schema uses; a keyword that is not known here is an error."""

import re


def _same(value, wanted):
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


def _is_number(value):
    return isinstance(value, int | float) and not isinstance(value, bool)


TYPES = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: _is_number(value) and isinstance(value, int),
    "number": _is_number,
    "null": lambda value: value is None,
}

# Keyword: (the type of value that it speaks of, whether the value is right).
SIMPLE = {
    "type": (object, lambda value, wanted: any(TYPES[one](value) for one in _as_list(wanted))),
    "enum": (object, lambda value, wanted: any(_same(value, one) for one in wanted)),
    "const": (object, _same),
    "minimum": (int, lambda value, wanted: value >= wanted),
    "maximum": (int, lambda value, wanted: value <= wanted),
    "minLength": (str, lambda value, wanted: len(value) >= wanted),
    "pattern": (str, lambda value, wanted: re.search(wanted, value) is not None),
    "minItems": (list, lambda value, wanted: len(value) >= wanted),
    "maxItems": (list, lambda value, wanted: len(value) <= wanted),
    "minProperties": (dict, lambda value, wanted: len(value) >= wanted),
    "maxProperties": (dict, lambda value, wanted: len(value) <= wanted),
    "required": (dict, lambda value, wanted: set(wanted) <= set(value)),
}
SILENT = {"$schema", "$defs", "title", "description", "examples", "format"}
OF_OBJECTS = {"properties", "patternProperties", "additionalProperties"}


def _as_list(wanted):
    return [wanted] if isinstance(wanted, str) else wanted


def faults(value, rule, root, path="$"):
    """Where ``value`` breaks the rule of the schema ``root``."""
    found = []
    for keyword, wanted in rule.items():
        if keyword in SIMPLE:
            kind, right = SIMPLE[keyword]
            if isinstance(value, kind) and not right(value, wanted):
                found.append(f"{path}: {keyword} {wanted}")
        elif keyword == "$ref":
            found += faults(value, root["$defs"][wanted.removeprefix("#/$defs/")], root, path)
        elif keyword in ("oneOf", "anyOf"):
            fitting = sum(not faults(value, one, root, path) for one in wanted)
            if fitting == 0 or (fitting > 1 and keyword == "oneOf"):
                found.append(f"{path}: fits {fitting} of {keyword}")
        elif keyword == "items":
            for n, item in enumerate(value if isinstance(value, list) else []):
                found += faults(item, wanted, root, f"{path}[{n}]")
        else:
            assert keyword in SILENT | OF_OBJECTS, keyword
    if isinstance(value, dict):
        found += _of_object(value, rule, root, path)
    return found


def _of_object(value, rule, root, path):
    found = []
    for name, below in value.items():
        rules = [rule["properties"][name]] if name in rule.get("properties", {}) else []
        rules += [one for pattern, one in rule.get("patternProperties", {}).items() if re.search(pattern, name)]
        for one in rules:
            found += faults(below, one, root, f"{path}.{name}")
        if not rules and rule.get("additionalProperties", True) is False:
            found.append(f"{path}.{name}: unknown")
    return found
