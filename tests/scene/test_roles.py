"""The colour table is legible: WCAG's ratios for every text on every ground it stands on."""

import pytest

from tcpanim.scene.roles import KIND_ROLES, MARKS_ON, ROLES, TEXT_ON, THEMES, colour, contrast


def test_the_ratio_of_black_and_white_is_21():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), [(text, ground) for text, grounds in TEXT_ON for ground in grounds])
def test_text_stands_out_from_its_ground(theme, text, ground):
    needed = 7.0 if theme == "contrast" else 4.5
    assert contrast(colour(text, theme), colour(ground, theme)) >= needed


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), [(mark, ground) for mark, grounds in MARKS_ON for ground in grounds])
def test_marks_stand_out_from_their_ground(theme, mark, ground):
    needed = 7.0 if theme == "contrast" else 3.0
    assert contrast(colour(mark, theme), colour(ground, theme)) >= needed


def test_every_role_is_a_colour_in_every_theme():
    for role in ROLES:
        for theme in THEMES:
            text = colour(role, theme)
            assert len(text) == 7
            assert int(text[1:], 16) >= 0


def test_kinds_have_roles_of_the_table():
    assert all(role is None or role in ROLES for role in KIND_ROLES.values())
