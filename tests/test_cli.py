"""The command line as a user meets it: the real program, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tcpanim.library import builtins

ROOT = Path(__file__).parents[1]
GOOD = """tcpanim: 1
title: {en: Small, zh: 小例子}
hosts:
  client: {address: 10.0.0.1, port: 49152, isn: 100}
  server: {address: 10.0.0.2, port: 80, isn: 300}
wire: {delay: 50 ms}
script:
  - {at: 0 ms, server: listen}
  - {at: 10 ms, client: open}
expect:
  final: {client: ESTABLISHED, server: ESTABLISHED}
"""
ENDLESS = """  - {at: 0 ms, server: {read: off}}
  - {when: {client: ESTABLISHED}, client: {send: 70000}}
"""


def tcpanim(*arguments, folder, stdin=None, **environment):
    """Run the program; never a traceback, whatever it is given."""
    done = subprocess.run(
        [sys.executable, "-m", "tcpanim", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", **environment},
        timeout=60,
        check=False,
    )
    result = Result(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in result.out + result.err
    return result


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    @property
    def lines(self):
        return self.err.splitlines()


@pytest.fixture
def run(tmp_path):
    (tmp_path / "good.tcpanim").write_text(GOOD, encoding="utf-8")

    def call(*arguments, **more):
        return tcpanim(*arguments, folder=tmp_path, **more)

    return call


def write(tmp_path, text, name="bad.tcpanim"):
    content = text if isinstance(text, bytes) else text.encode()
    (tmp_path / name).write_bytes(content)
    return name


# ---- what works


def test_run_prints_the_ladder_in_the_language_asked_for(run):
    english, chinese = run("run", "good.tcpanim"), run("run", "good.tcpanim", "--lang", "zh")
    assert (english.code, english.err) == (0, "")
    assert "SYN-ACK seq=0 ack=1" in english.out
    assert "The client opens actively" in english.out
    assert chinese.out.startswith("小例子\n")
    assert "主动打开" in chinese.out


def test_the_language_of_the_environment_and_utf_8_in_a_c_locale(run):
    assert run("run", "good.tcpanim", LC_ALL="zh_CN.GBK").out.startswith("小例子\n")
    assert run("run", "good.tcpanim", LC_ALL="C").out.startswith("Small\n")
    assert "└" not in run("run", "good.tcpanim", PYTHONIOENCODING="ascii").err


def test_run_as_json_is_the_document_and_the_same_each_time(run):
    first, second = (run("run", "good.tcpanim", "--format", "json") for _ in range(2))
    assert first.out == second.out
    document = json.loads(first.out)
    assert (document["format"], len(document["segments"])) == ("tcpanim-trace", 3)


def test_seed(run, tmp_path):
    write(tmp_path, GOOD.replace(", isn: 100", ""), "free.tcpanim")
    isns = {
        seed: json.loads(run("run", "free.tcpanim", "--format", "json", "--seed", seed).out)["hosts"][0]["isn"]
        for seed in ("1", "2")
    }
    assert isns["1"] != isns["2"]


def test_a_built_in_by_its_id_and_a_file_of_that_name_wins(run, tmp_path):
    assert run("run", "lost-last-ack").code == 0
    write(tmp_path, GOOD, "lost-last-ack")
    assert run("run", "lost-last-ack").out.startswith("Small\n")


def test_standard_input(run):
    assert run("run", "-", stdin=GOOD.encode()).out.startswith("Small\n")
    wrong = run("run", "-", stdin=b"tcpanim: 1\nfoo: 2\n")
    assert wrong.code == 1
    assert "<stdin>:2:1: " in wrong.err


def test_check_of_all_built_ins(run):
    result = run("check")
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith(f"{len(builtins())} of {len(builtins())} scenarios pass\n")


def test_check_shows_each_difference_at_its_line(run, tmp_path):
    write(tmp_path, GOOD.replace("{client: ESTABLISHED, server: ESTABLISHED}", "{client: CLOSED, server: LISTEN}"))
    result = run("check", "good.tcpanim", "bad.tcpanim")
    assert result.code == 1
    assert "good.tcpanim: ok\n" in result.out
    assert "bad.tcpanim:11:19: client ends in ESTABLISHED; expected CLOSED\n" in result.out
    assert "bad.tcpanim:11:35: server ends in ESTABLISHED; expected LISTEN\n" in result.out
    assert result.out.endswith("1 of 2 scenarios pass\n")


def test_list(run):
    lines = run("list").out.splitlines()
    assert lines[0].split()[0] == "three-way-handshake"
    assert len(lines) == len(builtins())
    entries = json.loads(run("list", "--format", "json").out)
    assert {entry["id"] for entry in entries} == {name for name, _ in builtins()}
    assert set(entries[0]) == {"id", "title", "unit", "order", "tags"}
    assert [entry["order"] for entry in entries] == sorted(entry["order"] for entry in entries)
    assert all(
        f"  {entry['order']}  {', '.join(entry['tags'])}" in line for entry, line in zip(entries, lines, strict=True)
    )
    assert "三次握手" in run("list", "--lang", "zh").out


def test_export(run, tmp_path):
    assert run("export", "good.tcpanim", "-o", "out.json").code == 0
    assert (tmp_path / "out.json").read_text("utf-8") == run("run", "good.tcpanim", "--format", "json").out
    assert run("export", "good.tcpanim", "-o", "out.txt", "--lang", "zh").code == 0
    assert (tmp_path / "out.txt").read_text("utf-8") == run("run", "good.tcpanim", "--lang", "zh").out
    assert run("export", "good.tcpanim", "-o", "part.txt", "--at", "110 ms").code == 0
    part = (tmp_path / "part.txt").read_text("utf-8")
    assert "#3 ACK" in part
    assert "160 ms" not in part
    assert run("export", "good.tcpanim", "-o", "none.txt", "--at", "step:0").code == 0
    assert "#1" not in (tmp_path / "none.txt").read_text("utf-8")
    assert run("export", "good.tcpanim", "-o", "out.csv", "--view", "plots").code == 0
    assert (tmp_path / "out.csv").read_text("utf-8").startswith("t_s,host,")
    style = ["--numbering", "symbolic", "--labels", "textbook"]
    assert run("export", "good.tcpanim", "-o", "letters.svg", *style).code == 0
    assert "seq=x+1" in (tmp_path / "letters.svg").read_text("utf-8")
    assert "SYN=1, seq=x " in run("run", "good.tcpanim", *style, "--lang", "en").out
    assert run("export", "good.tcpanim", "-o", "out.pcap", "--host", "server").code == 0
    assert run("export", "good.tcpanim", "-o", "out.pcapng", "--lang", "zh").code == 0
    assert "进入 SYN-SENT" in (tmp_path / "out.pcapng").read_bytes().decode("utf-8", "ignore")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "good.tcpanim",
        "letters.svg",
        "none.txt",
        "out.csv",
        "out.json",
        "out.pcap",
        "out.pcapng",
        "out.txt",
        "part.txt",
    ]


def test_schema(run):
    schema = json.loads(run("schema").out)
    assert "2020-12" in schema["$schema"]


@pytest.mark.parametrize("command", [[], ["run"], ["check"], ["list"], ["export"], ["schema"]])
def test_help(run, command):
    result = run(*command, "--help")
    assert (result.code, result.err) == (0, "")
    assert "usage: tcpanim" in result.out


def test_version(run):
    assert run("--version").out.startswith("tcpanim ")


# ---- the input is at fault: one clear message with its place, exit 1


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("tcpanim: 1\ntitle: [unclosed\n", ":", ""),
        (GOOD.replace("script:", "scirpt:"), ":7:1: ", "did you mean “script”?"),
        (GOOD.replace("server: listen", "sever: listen"), ":8:16: ", "did you mean “server”?"),
        (GOOD.replace("server: ESTABLISHED", "server: ESTABLISED"), ":11:40: ", "did you mean “ESTABLISHED”?"),
        (GOOD.replace("50 ms", "50"), ":6:15: ", "unit"),
        (GOOD.replace("expect:", "  - {when: {client: CLOSING}, client: close}\nexpect:"), ":10:5: ", "never"),
        (GOOD.replace("expect:", "faults: [{drop: {from: client, match: FIN}}]\nexpect:"), ":10:10: ", "fault"),
        (b"\x00\x01\x02\x7fELF" * 50, ":1:", ""),
        ("", ":1:1: ", ""),
        (b"#" * 100_000_000, ":", ""),
        ("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\nd: [*c,*c,*c,*c]\n", ":", ""),
        ("[" * 20_000, ":", ""),
        ("title: !!python/object/apply:os.system ['touch owned']\n", ":1:", ""),
        (GOOD.replace("title:", "\ttitle:"), ":2:1: ", ""),
        ("\xff\xfe".encode("latin-1"), ":", ""),
        ('{"format": "tcpanim-trace", "version": 1, "segments": []}', ":1:1: ", "not a scenario"),
    ],
    ids=[
        "wrong YAML", "unknown key", "unknown host", "unknown state", "missing unit", "trigger never fires",
        "fault meets nothing", "binary", "empty", "100 MB", "alias bomb", "deep nesting", "tag asks for code", "tab",
        "not UTF-8", "a trace",
    ],
)  # fmt: skip
def test_a_bad_file(run, tmp_path, text, place, message):
    name = write(tmp_path, text)
    result = run("run", name)
    assert result.code == 1
    assert f"{name}{place}" in result.err
    assert message in result.err
    assert not (tmp_path / "owned").exists()
    assert len(result.err) < 20_000


def test_the_other_commands_say_the_same(run, tmp_path):
    name = write(tmp_path, GOOD.replace("script:", "scirpt:"))
    said = run("run", name).err
    checked, exported = run("check", name), run("export", name, "-o", "out.txt")
    assert (checked.code, checked.out) == (1, said)
    assert (exported.code, exported.err) == (1, said)
    assert not (tmp_path / "out.txt").exists()


def test_problems_are_told_in_chinese_too(run, tmp_path):
    name = write(tmp_path, GOOD.replace("script:", "scirpt:"))
    result = run("run", name, "--lang", "zh")
    assert f"{name}:7:1: " in result.err
    assert any("\u4e00" <= letter <= "\u9fff" for letter in result.err)


def test_all_problems_at_once_with_line_and_caret(run, tmp_path):
    name = write(tmp_path, GOOD.replace("50 ms", "50").replace("title:", "titel:"))
    result = run("run", name)
    assert f"{name}:2:1: " in result.err
    assert f"{name}:6:15: " in result.err
    lines = result.lines
    index = lines.index("  wire: {delay: 50}")
    assert lines[index + 1] == "  " + " " * 14 + "^"


def test_files_that_cannot_be_read_are_one_line(run, tmp_path):
    (tmp_path / "folder").mkdir()
    secret = tmp_path / "secret.tcpanim"
    secret.write_text(GOOD)
    secret.chmod(0)
    for name, word in [
        ("missing.tcpanim", "no such file"),
        ("folder", "directory"),
        ("lost-lst-ack", "did you mean 'lost-last-ack'?"),
        ("x" * 5000, ""),
        *([("secret.tcpanim", "")] if getattr(os, "geteuid", lambda: 0)() else []),
    ]:
        for arguments in (["run", name], [name]):
            result = run(*arguments)
            assert result.code == 1
            assert len(result.lines) == 1
            assert result.lines[0].startswith("tcpanim: ")
            assert word in result.lines[0]


def test_a_command_that_is_mistyped(run):
    result = run("chek")
    assert (result.code, len(result.lines)) == (1, 1)
    assert result.err.endswith("did you mean 'check'?\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no such device")
@pytest.mark.parametrize(
    "command", ["run good.tcpanim", "run good.tcpanim --format json", "check good.tcpanim", "list", "schema"]
)
def test_output_that_cannot_be_written_is_one_line(tmp_path, command):
    (tmp_path / "good.tcpanim").write_text(GOOD, encoding="utf-8")
    for where in (">/dev/full", ">&-"):
        done = subprocess.run(
            ["sh", "-c", f"'{sys.executable}' -m tcpanim {command} {where}"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert done.stderr.startswith(b"tcpanim: ")


def test_the_exit_code_tells_of_a_fault_though_nobody_reads_of_it(tmp_path):
    name = write(tmp_path, GOOD.replace("script:", "scirpt:"))
    reading, writing = os.pipe()
    os.close(reading)
    for command in (["run", name], ["run", "nowhere"], ["export", name, "-o", "out.svg"]):
        done = subprocess.run(
            [sys.executable, "-m", "tcpanim", *command],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stderr=writing,
            stdout=subprocess.PIPE,
            check=False,
        )
        assert (done.returncode, done.stdout) == (1, b"")
    os.close(writing)


def test_check_goes_on_after_a_file_that_cannot_be_read(run):
    result = run("check", "missing.tcpanim", "good.tcpanim")
    assert result.code == 1
    assert "good.tcpanim: ok" in result.out


def test_a_budget_stop_prints_what_there_is_and_exits_with_1(run, tmp_path):
    name = write(tmp_path, GOOD.replace("expect:\n  final: {client: ESTABLISHED, server: ESTABLISHED}\n", ENDLESS))
    result = run("run", name, "--format", "json")
    assert result.code == 1
    document = json.loads(result.out)
    assert document["stopped"] == "budget"
    assert document["segments"]
    assert f"{name}:1:1: the run was stopped after" in result.err
    assert run("run", name).code == 1


@pytest.mark.parametrize("out", ["no/such/folder/out.txt", "folder.txt", "good.tcpanim/x.txt"])
def test_export_that_cannot_be_written(run, tmp_path, out):
    (tmp_path / "folder.txt").mkdir()
    result = run("export", "good.tcpanim", "-o", out)
    assert result.code == 1
    assert len(result.lines) == 1
    assert out in result.lines[0]


# ---- the command is not understood: exit 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["run"],
        ["run", "good.tcpanim", "--format", "xml"],
        ["run", "good.tcpanim", "--seed", "-1"],
        ["run", "good.tcpanim", "--lang", "fr"],
        ["export", "good.tcpanim"],
        ["export", "good.tcpanim", "-o", "out"],
        ["export", "good.tcpanim", "-o", "out.pdf"],
        ["export", "good.tcpanim", "-o", "out.svg", "--view", "events"],
        ["export", "good.tcpanim", "-o", "out.png", "--size", "9x9"],
        ["export", "good.tcpanim", "-o", "out.xyz"],
        ["export", "good.tcpanim", "-o", "out.txt", "--view", "plots"],
        ["export", "good.tcpanim", "-o", "out.json", "--at", "1 s"],
        ["export", "good.tcpanim", "-o", "out.json", "--theme", "dark"],
        ["export", "good.tcpanim", "-o", "out.txt", "--size", "800x600"],
        ["export", "good.tcpanim", "-o", "out.svg", "--plot", "rtt"],
        ["export", "good.tcpanim", "-o", "out.txt", "--at", "soon"],
        ["export", "good.tcpanim", "-o", "out.txt", "--host", "server"],
        ["export", "good.tcpanim", "-o", "out.pcapng", "--at", "1 s"],
        ["export", "good.tcpanim", "-o", "out.csv", "--view", "header"],
        ["export", "good.tcpanim", "-o", "out.pcapng", "--host", "nobody"],
        ["export", "good.tcpanim", "-o", "out.pcap", "--labels", "textbook"],
        ["run", "good.tcpanim", "--format", "json", "--numbering", "symbolic"],
        ["good.tcpanim", "--view", "nothing"],
        ["good.tcpanim", "--size", "wide"],
        ["good.tcpanim", "--at", "step:x"],
        ["good.tcpanim", "other.tcpanim"],
        ["--nonsense"],
    ],
)
def test_usage(run, tmp_path, arguments):
    result = run(*arguments)
    assert result.code == 2
    assert len(result.lines) == 1
    assert result.out == ""
    assert [path.name for path in tmp_path.iterdir()] == ["good.tcpanim"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "good.tcpanim", "-o", "out.txt"],
        ["export", "good.tcpanim", "-o", "out.png"],
        ["good.tcpanim", "--screenshot", "out.png"],
        ["good.tcpanim", "--compare", "good.tcpanim", "--screenshot", "out.png"],
    ],
)
def test_a_step_that_is_not_there(run, tmp_path, arguments):
    result = run(*arguments, "--at", "step:99")
    assert (result.code, result.err) == (2, "tcpanim: there is no step 99: the last one is step 5\n")
    assert [path.name for path in tmp_path.iterdir()] == ["good.tcpanim"]


# ---- manners


def test_no_qt_and_no_numpy_without_a_window(tmp_path):
    (tmp_path / "good.tcpanim").write_text(GOOD, encoding="utf-8")
    program = """
import sys
from tcpanim.cli import main
from tcpanim.lesson import PICTURED
loaded = {"at import": sorted(sys.modules)}
for line in ("run good.tcpanim", "run good.tcpanim --format json", "check good.tcpanim", "list", "schema",
             "export good.tcpanim -o a.json", "export good.tcpanim -o a.txt", "export good.tcpanim -o a.svg",
             *(f"export good.tcpanim -o {view}.svg --view {view} --at step:3" for view in PICTURED)):
    assert main(line.split()) == 0, line
bad = [name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6", "pyqtgraph", "numpy")]
assert not bad, bad
early = [name for name in loaded["at import"] if name.startswith(("ruamel", "tcpanim.scenario", "tcpanim.sim"))]
assert not early, early
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.skipif(os.name == "nt", reason="there are no such pipes")
def test_a_reader_that_has_seen_enough(tmp_path):
    command = f"'{sys.executable}' -m tcpanim run whole-connection --format json | head -1"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"{\n", b"")


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_ctrl_c_is_quiet(tmp_path):
    (tmp_path / "endless.tcpanim").write_text(
        GOOD.replace("expect:\n  final: {client: ESTABLISHED, server: ESTABLISHED}\n", "")
        + "  - {when: {client: ESTABLISHED}, client: {send: 60 MB}}\n",
        encoding="utf-8",
    )
    (tmp_path / "good.tcpanim").write_text(GOOD, encoding="utf-8")
    # A test run that a shell has put into the background passes on that Ctrl+C is ignored.
    heeding = "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    process = subprocess.Popen(
        [
            *(sys.executable, "-c", f"{heeding}; runpy.run_module('tcpanim', run_name='__main__')"),
            *("check", "good.tcpanim", "endless.tcpanim"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"good.tcpanim: ok\n"
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (130, b"")


def test_a_name_of_nothing(run):
    done = run("run", "")
    assert (done.code, done.err) == (1, "tcpanim: the name of the scenario file is empty\n")
    assert run("check", "", "good.tcpanim").code == 1


@pytest.mark.parametrize(("expected", "code"), [("ESTABLISHED", 0), ("CLOSED", 1)])
def test_check_knows_the_outcome_though_nobody_reads_it(tmp_path, expected, code):
    one = GOOD.replace("final: {client: ESTABLISHED", "final: {client: " + expected)
    (tmp_path / "one.tcpanim").write_text(one, encoding="utf-8")
    (tmp_path / "two.tcpanim").write_text(GOOD, encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "tcpanim", "check", "one.tcpanim", "two.tcpanim"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (code, b"")
