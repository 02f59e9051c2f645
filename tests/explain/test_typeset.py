"""What is owed to the language once a sentence is complete."""

import pytest

from tcpanim.explain.typeset import host_in_text, typeset


@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("主机 A发送 SYN", "主机 A 发送 SYN"),
        ("客户端 发送 500 字节", "客户端发送 500 字节"),
        ("进入 TIME-WAIT（时间等待） 状态", "进入 TIME-WAIT（时间等待）状态"),
        ("回答 [SYN, ACK] Seq=0，进入", "回答 [SYN, ACK] Seq=0，进入"),
        ("服务器已收到 x₂以前", "服务器已收到 x₂ 以前"),
        ("停留 2MSL（4 min）。", "停留 2MSL（4 min）。"),
    ],
)
def test_chinese_has_one_space_beside_latin_and_none_elsewhere(given, printed):
    assert typeset(given, "zh") == printed
    assert typeset(printed, "zh") == printed


def test_english_capitals_are_for_hosts_not_for_symbols():
    assert typeset("the client opens. the server waits.", "en") == "The client opens. The server waits."
    assert typeset("x is its initial number", "en") == "x is its initial number"


def test_a_common_noun_has_an_article_and_a_name_has_none():
    assert host_in_text("Client", "en") == "the client"
    assert host_in_text("Host A", "en") == "Host A"
    assert host_in_text("Alice", "en") == "Alice"
    assert host_in_text("客户端", "zh") == "客户端"
