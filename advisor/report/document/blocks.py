"""What a document is made of: sections of blocks; every string in them is text, never markup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Style = Literal["plain", "strong", "user", "muted", "mono"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text with its look, the numbers of its sources, a link and (where it differs) its language."""

    text: str
    style: Style = "plain"
    refs: tuple[int, ...] = ()
    link: str = ""
    lang: str = ""


Inline = str | Text


def plain_text(value: Inline) -> str:
    """The words of a piece of text, without its look."""
    return value if isinstance(value, str) else value.text


NONE = "–"
"""A cell of a table that has nothing to say."""


@dataclass(frozen=True, slots=True)
class Sub:
    """A heading inside a section."""

    title: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; ``lead`` stands out, ``note`` steps back, ``quote`` is the user's own text."""

    text: Inline
    look: Literal["plain", "lead", "note", "quote"] = "plain"


@dataclass(frozen=True, slots=True)
class Items:
    """A list of points."""

    items: tuple[Inline, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values."""

    rows: tuple[tuple[str, Inline], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; ``width`` is a share of the free width, 0 fits the content."""

    title: str
    align: Align = "left"
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first row of ``rows`` is data, not the header."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Inline, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing from data; ``alt`` says in words what it shows."""

    kind: Literal["contributions", "heat", "costs", "lines", "dots", "blueprint"]
    data: Mapping[str, Any]
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class Box:
    """The verdict: a framed sentence under a short label."""

    label: str
    text: str
    tone: Literal["good", "open", "bad"]


@dataclass(frozen=True, slots=True)
class Columns:
    """Short lists side by side, each under its title."""

    columns: tuple[tuple[str, tuple[Inline, ...]], ...]


SectionBlock = Sub | Para | Items | Facts | Table | Drawing | Box | Columns


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of the document."""

    key: str
    title: str
    blocks: tuple[SectionBlock, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The whole document before it is set: title block, sections, and the fixed words of the frame.

    ``logo`` are the bytes of a PNG or SVG picture of the house (``logo_form``), as numbers; none where there is none.
    """

    title: str
    language: str
    paper: str
    dated: str
    facts: tuple[tuple[str, Inline], ...]
    sections: tuple[Section, ...]
    frame: Mapping[str, str]
    author: str = ""
    logo: tuple[int, ...] = ()
    logo_form: str = ""
