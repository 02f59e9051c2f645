"""The catalogue of sentences: complete, equal in both languages, and written by the rules."""

import re

import pytest

from tcpanim.explain.case import RULE
from tcpanim.explain.cases import every_case
from tcpanim.explain.narrate import TOGETHER
from tcpanim.i18n import LANGUAGES
from tcpanim.tcp.io import Timer, UserError
from tcpanim.tcp.reasons import Reason
from tcpanim.trace.events import EventKind
from tests.explain.chinese import faults
from tests.explain.texts import PLACEHOLDER, catalogue, entries

CALLS = ("listen", "unlisten", "accept", "open", "send", "read", "close", "exit", "abort", "set", "crash", "boot")
UNITS = ("basics", "close", "loss", "errors", "data", "flow", "options", "attack", "why", "congestion")
FURTHER = (
    "start",
    "more",
    "injected",
    "copied",
    "corrupted-accepted",
    "marked",
    "told",
    "fin-too",
    "r1-reached",
    "buffer-grown",
    "scale-agreed",
    "also-sends",
    "also-sends-many",
)


def wanted():
    """Every key that the program can ask this file for."""
    keys = {f"reason.{reason}" for reason in Reason} | {"reason.injected", "reason.copied"}
    keys |= {f"say.{case.key}" for case in every_case()}
    keys |= {f"why.{case.why}" for case in every_case() if case.why and case.why != RULE}
    keys |= {f"say.{key}" for key in (*FURTHER, *TOGETHER.values())} | {"why.injected", "why.copied", "why.marked"}
    keys |= {f"say.event-{kind}" for kind in EventKind}
    keys |= {f"call-name.{call}" for call in CALLS} | {f"timer-name.{timer}" for timer in Timer}
    keys |= {f"unit.{unit}" for unit in UNITS}
    return keys | {"bytes.one", "bytes.many", "number.initial", "error.option_not_supported"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_there_and_every_key_is_used(language):
    assert set(entries(language, "explain")) == wanted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_its_words(language):
    assert all(catalogue(language).has(f"error.{error.name.lower()}") for error in UserError)


def test_both_languages_speak_of_the_same_things():
    english, chinese = entries("en", "explain"), entries("zh", "explain")
    for key, text in english.items():
        assert set(PLACEHOLDER.findall(text)) == set(PLACEHOLDER.findall(chinese[key])), key


def test_chinese_is_set_as_in_print():
    # Placeholders stand for 汉字, Latin or both; spacing beside them is made when the sentence is complete.
    filled = {key: re.sub(r" ?\{[a-z_]+\} ?", "某", text) for key, text in entries("zh", "explain").items()}
    broken = {key: faults(text) for key, text in filled.items()}
    assert {key: found for key, found in broken.items() if found} == {}


def test_english_avoids_what_misleads():
    misleading = re.compile(r"\b(packet|agree|simply|copy of the segment|handshakes)|!", re.IGNORECASE)
    requests = re.compile(r"\brequest", re.IGNORECASE)
    for key, text in entries("en", "explain").items():
        assert not misleading.search(text), key
        assert not requests.search(text), key


@pytest.mark.parametrize("family", ["say", "why", "reason"])
def test_a_part_is_short_enough_to_be_read_at_a_glance(family):
    for key, text in entries("en", "explain").items():
        if key.startswith(f"{family}."):
            assert len(text.split()) <= 25, key
    for key, text in entries("zh", "explain").items():
        if key.startswith(f"{family}."):
            assert len(re.findall(r"[\u3400-\u9fff]", text)) <= 45, key
