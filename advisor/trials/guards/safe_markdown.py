"""A model's answer made safe to show: no HTML, no image or link that loads or leads anywhere, code and formulae apart.

Whatever parser draws the text, a link or an image needs ``](`` or ``]:``, a tag needs ``<`` before a letter, and a bare
address needs its scheme in one piece; an invisible word joiner between the two halves takes all of them apart. So does
one within a character that is written by its number or name, of which an address may be made as well. The raw view and
the exports keep the answer as it came.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

JOINER: Final = "\N{WORD JOINER}"
"""Takes no room and breaks no line, but is no part of an address."""
SHOWN_CHARACTERS: Final = 20_000
"""What is drawn of one answer; the raw view and the exports have all of it."""
_FENCE: Final = re.compile(r"^ {0,3}(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)$")
_BREAKS: Final = (
    (re.compile(r"\](?=[(:\[])"), "]" + JOINER),
    (re.compile(r"<(?=[A-Za-z/!?])"), "<" + JOINER),
    (re.compile(r"(?i)(?<![A-Za-z])(https?|ftp|mailto|xmpp|data|javascript|file|blob)(?=\\?:)"), r"\1" + JOINER),
    (re.compile(r"(?i)www(?=\\?\.)"), "www" + JOINER),
    (re.compile(r"(?<=[\w.+-])(?=\\?@[\w-])"), JOINER),
    (re.compile(r"&(?!(?:lt|gt|amp|quot|nbsp);)(?=#|[A-Za-z][A-Za-z0-9]*;)"), "&" + JOINER),
    (re.compile(r":(?=[a-z][a-z-]*\[)"), ":" + JOINER),
    (re.compile(r":(?=material/)"), ":" + JOINER),
)
_FORBIDDEN_MATH: Final = re.compile(
    r"\\(href|url|includegraphics|html\w*|[gex]?def|let|futurelet|(re)?newcommand|rule|kern|mkern|hspace|vspace|raisebox|"
    r"phantom|[hv]phantom|fbox|char)\b"
)
_DISPLAY_MATH: Final = re.compile(r"\$\$(?P<dollars>[^$]{1,4000})\$\$|\\\[(?P<brackets>.{1,4000}?)\\\]", re.DOTALL)
_INLINE_MATH: Final = re.compile(r"\\\((?P<round>[^\n]{1,1000}?)\\\)")
_FORMULA_OR_DOLLAR: Final = re.compile(r"(?<!\\)\$(?![\s\d$])(?P<formula>[^$\n]{1,500}?)(?<![\s\\])\$(?!\d)|(?<!\\)\$")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an answer: Markdown text made safe, code with its language, or a displayed formula."""

    kind: Literal["text", "code", "math"]
    text: str
    language: str = ""


def defused(text: str) -> str:
    """Markdown in which nothing links, loads or is HTML, however it is parsed."""
    text = text.replace(JOINER, "")
    for pattern, replacement in _BREAKS:
        text = pattern.sub(replacement, text)
    return text


def blocks(answer: str, *, limit: int = SHOWN_CHARACTERS) -> tuple[Block, ...]:
    """Split an answer into text, code and formulae, each safe to draw; at most ``limit`` characters of it."""
    found: list[Block] = []
    text: list[str] = []
    code: list[str] | None = None
    fence = language = ""
    for line in answer[:limit].split("\n"):
        match = _FENCE.match(line)
        if code is None and match:
            found += _texts("\n".join(text))
            text, code = [], []
            fence, language = match.group("fence"), match.group("info").strip().split(" ")[0][:30]
        elif code is not None and match and _closes(match, fence):
            found.append(Block("code", "\n".join(code), language))
            code = None
        elif code is not None:
            code.append(line)
        else:
            text.append(line)
    if code is not None:
        found.append(Block("code", "\n".join(code), language))
    found += _texts("\n".join(text))
    return tuple(found)


def _closes(match: re.Match[str], fence: str) -> bool:
    closing = match.group("fence")
    return closing[0] == fence[0] and len(closing) >= len(fence) and not match.group("info").strip()


def _texts(text: str) -> list[Block]:
    """Text with its displayed formulae taken out."""
    found: list[Block] = []
    at = 0
    for match in _DISPLAY_MATH.finditer(text):
        formula = (match.group("dollars") or match.group("brackets") or "").strip()
        if not formula or _FORBIDDEN_MATH.search(formula):
            continue
        found += _plain(text[at : match.start()])
        found.append(Block("math", formula))
        at = match.end()
    return found + _plain(text[at:])


def _plain(text: str) -> list[Block]:
    if not text.strip():
        return []
    text = _INLINE_MATH.sub(lambda match: f"${match.group('round').strip()}$", text)
    return [Block("text", defused(_FORMULA_OR_DOLLAR.sub(_kept_formula, text)))]


def _kept_formula(match: re.Match[str]) -> str:
    """A formula between dollars stays one when it is harmless; any other dollar is money and stays a dollar."""
    formula = match.group("formula")
    if formula is None or _FORBIDDEN_MATH.search(formula):
        return match.group().replace("$", r"\$")
    return match.group()
