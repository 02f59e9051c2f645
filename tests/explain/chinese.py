"""What a Chinese text of the program must not contain, as patterns with what they mean."""

from __future__ import annotations

import re

HAN = r"[\u3400-\u9fff]"
FAULTS = {
    "half-width punctuation beside 汉字": re.compile(rf"{HAN}[,.;:?!()]|[,.;:?!()]{HAN}"),
    "no space between 汉字 and Latin": re.compile(rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}"),
    "a space between 汉字": re.compile(rf"{HAN} +{HAN}"),
    "a space beside a full-width mark": re.compile(r" [，。：；？！（）、“”]|[，。：；？！（）、“”] "),
    "an exclamation": re.compile("！"),
    "包 for a segment": re.compile(r"包(?!括|含)"),
    "请求 or 同意 for what a FIN or a SYN says": re.compile("请求断开|请求关闭|请求建立|同意"),
    "您": re.compile("您"),
}


def faults(text: str) -> list[str]:
    """The names of the rules that ``text`` breaks."""
    return [name for name, pattern in FAULTS.items() if pattern.search(text)]
