"""Files are read with one clear sentence when that fails, and written whole or not at all."""

import os

import pytest

from tcpanim.files import InputError, read_source, write_whole
from tcpanim.library import builtins, load_catalogue, read_builtin


def test_a_file_that_cannot_be_finished_leaves_the_old_one_as_it_was(tmp_path):
    target = tmp_path / "out.txt"
    target.write_text("old")

    def breaking():
        yield "new"
        raise ValueError("half way")

    with pytest.raises(InputError, match="half way"):
        write_whole(str(target), breaking())
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def test_it_is_written_as_utf_8_with_plain_line_ends_and_keeps_its_mode(tmp_path):
    target = tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(0o640)
    write_whole(str(target), ["第一行\n", "second\n"])
    assert target.read_bytes() == "第一行\nsecond\n".encode()
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_file_that_must_not_be_written_stays_as_it_is(tmp_path, monkeypatch):
    target = tmp_path / "out.txt"
    target.write_text("old")
    target.chmod(0o444)
    if getattr(os, "geteuid", lambda: 1)() == 0:  # root may write everything, so its answer is an ordinary user's
        monkeypatch.setattr(os, "access", lambda path, _mode: bool(path.stat().st_mode & 0o200))
    with pytest.raises(InputError, match="read-only"):
        write_whole(str(target), ["new"])
    assert target.read_text() == "old"


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    write_whole(str(tmp_path / "link.txt"), ["new"])
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_source_knows_its_name_and_path(tmp_path):
    path = tmp_path / "one.tcpanim"
    path.write_bytes(b"tcpanim: 1\n")
    assert read_source(str(path)) == (str(path), b"tcpanim: 1\n", path)
    name, built_in = builtins()[0]
    assert read_source(name).path == built_in
    assert read_source(name).content.decode() == read_builtin(name)


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "x" * 9000])
def test_names_that_no_file_can_have(name):
    with pytest.raises(InputError):
        read_source(name)


def test_there_are_two_languages():
    assert load_catalogue("zh").language == "zh"
    with pytest.raises(ValueError, match="no language"):
        load_catalogue("fr")
