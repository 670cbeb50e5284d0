"""Set a document with Typst: JSON in, PDF or drawn pages out; every string is data."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

import typst

from advisor.errors import ReportError
from advisor.report.document.blocks import Document, Drawing, Facts, Para, Section
from advisor.report.document.fonts import FONT_DIR, UNSHOWN, character_name, missing_characters
from advisor.report.document.user_text import breakable, settable
from advisor.words.language import words_in

TEMPLATES: Final = Path(__file__).parent / "templates"
_ACCESSIBLE: Final = ("ua-1",)
_ARCHIVAL: Final = ("ua-1", "a-2a")
_REPORT: Final = "report.typ"
_FIGURE: Final = "figure.typ"
_PAGE: Final = "page.typ"
_NAMED: Final = 40
_EMPTY_RUNS: Final = 6
_LOCK: Final = Lock()


def pdf(document: Document, *, archival: bool = False) -> bytes:
    """The document as tagged PDF/UA-1 (and PDF/A-2a with ``archival``); the same document gives the same bytes."""
    standards = list(_ARCHIVAL if archival else _ACCESSIBLE)
    content = _compile(document, format="pdf", pdf_standards=standards, timestamp=_moment(document.dated))
    return content if isinstance(content, bytes) else content[0]


def drawings(document: Document) -> tuple[str, ...]:
    """Every page of the document as an SVG drawing: a sixth of the time that PNG images of them take."""
    content = _compile(document, format="svg")
    return tuple(page.decode() for page in ([content] if isinstance(content, bytes) else content))


def page_image(page: str, *, ppi: float = 72) -> bytes:
    """One of the pages that ``drawings`` gave as a PNG image."""
    with _LOCK:
        try:
            content = _compiler(_PAGE, False).compile(sys_inputs={"page": page}, format="png", ppi=ppi)
        except typst.TypstError as error:
            raise ReportError(f"The page cannot be drawn: {error.message}") from error
        finally:
            _forget()
    if not isinstance(content, bytes):
        raise ReportError("The page cannot be drawn: Typst returned no image")
    return content


def _moment(day: str) -> int:
    return int(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).timestamp())


def figure(drawing: Drawing, *, form: Literal["png", "svg"], ppi: float = 200) -> bytes:
    """A drawing alone, as wide as the text of an A4 page, as PNG (of ``ppi`` pixels an inch) or SVG."""
    data, unshown, system_fonts = _shown_with_fonts(as_data(drawing))
    data = mapped(data, lambda text: text.translate(_squares(unshown)))
    options = {"ppi": ppi} if form == "png" else {}
    content = _set(mapped(data, breakable), _FIGURE, system_fonts=system_fonts, format=form, **options)
    return content if isinstance(content, bytes) else content[0]


def _compile(document: Document, **options: Any) -> bytes | list[bytes]:
    data, system_fonts = prepared(document)
    return _set(data, _REPORT, system_fonts=system_fonts, **options)


def _set(data: Any, template: str, *, system_fonts: bool, **options: Any) -> bytes | list[bytes]:
    with _LOCK:
        compiler = _compiler(template, system_fonts)
        try:
            content = compiler.compile(sys_inputs={"document": json.dumps(data, ensure_ascii=False)}, **options)
        except typst.TypstError as error:
            raise ReportError(f"The report cannot be set: {error.message}") from error
        finally:
            _forget()
    if content is None:
        raise ReportError("The report cannot be set: Typst returned nothing")
    return content


def _forget() -> None:
    """Let Typst drop what it remembers of older reports: about 14 MiB each, dropped after some ten further runs.

    A few runs on an empty page count as such; the report just set stays known for the next one (preview, then file).
    """
    for _ in range(_EMPTY_RUNS):
        _empty_compiler().compile(format="svg")


@lru_cache(maxsize=1)
def _empty_compiler() -> typst.Compiler:
    return typst.Compiler(TEMPLATES / "empty.typ", root=TEMPLATES, ignore_system_fonts=True)


@lru_cache(maxsize=4)
def _compiler(template: str, system_fonts: bool) -> typst.Compiler:  # noqa: FBT001 -- the key of the cache
    fonts = typst.Fonts(include_system_fonts=system_fonts, include_embedded_fonts=True, font_paths=[str(FONT_DIR)])
    return typst.Compiler(TEMPLATES / template, root=TEMPLATES, font_paths=fonts, ignore_system_fonts=not system_fonts)


def prepared(document: Document) -> tuple[dict[str, Any], bool]:
    """The document as JSON values with settable strings, and whether fonts of the system are needed.

    Characters that no font has are shown as a square and named at the end.
    """
    data, unshown, system_fonts = _shown_with_fonts(as_data(document))
    if unshown:
        note = as_data(_unshown_note(document.language, sorted(unshown)))
        data = mapped(data, lambda text: text.translate(_squares(unshown)))
        data["sections"].append(note)
    return mapped(data, breakable), system_fonts


def _shown_with_fonts(data: Any) -> tuple[Any, Collection[str], bool]:
    """JSON values with settable strings, the characters that no font has, and whether the system's are needed."""
    data = mapped(data, settable)
    system, unshown = missing_characters(texts_of(data))
    return data, unshown, bool(system)


def _squares(unshown: Collection[str]) -> dict[int, str]:
    return str.maketrans(dict.fromkeys(unshown, UNSHOWN))


def _unshown_note(language: str, unshown: list[str]) -> Section:
    words = words_in(language)
    text = words.say_n(
        "No font on this machine has this character; a square stands in its place.",
        "No font on this machine has these {n} characters; a square stands in the place of each.",
        len(unshown),
    )
    named = [character_name(character) for character in unshown[:_NAMED]]
    if len(unshown) > _NAMED:
        named.append(words.say("and {n} more", n=words.number(len(unshown) - _NAMED)))
    return Section(
        "unshown",
        words.say("Characters that could not be shown"),
        (Para(text), Facts(((words.say("Characters"), "; ".join(named)),))),
    )


def as_data(value: Any) -> Any:
    """Blocks as JSON values; each block carries its ``block`` name."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: as_data(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"block": type(value).__name__.lower(), **fields}
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): as_data(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [as_data(item) for item in value]
    return value


_CODES: Final = frozenset(
    {
        "logo_form",
        "block",
        "style",
        "link",
        "lang",
        "language",
        "paper",
        "look",
        "kind",
        "align",
        "tone",
        "key",
        "dated",
    }
)


def mapped(value: Any, change: Callable[[str], str]) -> Any:
    """JSON values with every string that is shown replaced by ``change`` of it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {
            key: item if key in _CODES and isinstance(item, str) else mapped(item, change)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [mapped(item, change) for item in value]
    return value


def texts_of(value: Any) -> Iterator[str]:
    """Every string in JSON values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_of(item)
