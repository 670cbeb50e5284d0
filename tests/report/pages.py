"""Pages of a PDF as a reader sees them: how far each is filled, what it begins with, how small page one is set."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pikepdf
import pymupdf

TOP: Final = 24 / 25.4 * 72
BOTTOM: Final = 20 / 25.4 * 72
"""What the header and the footer keep of a page, in points."""
HALF: Final = 0.5
_ROWS_AND_FIGURES: Final = frozenset({"/Table", "/Figure", "/Caption", "/Formula"})
_HEADINGS: Final = frozenset({"/H1", "/H2", "/H3"})


def filled(page: pymupdf.Page) -> float:
    """The share of a page's height, between header and footer, that is not empty below."""
    end = page.rect.height - BOTTOM
    words = [word[3] for word in page.get_text("words") if word[1] > TOP - 4 and word[3] < end + 4]
    drawn = [drawing["rect"].y1 for drawing in page.get_drawings() if TOP < drawing["rect"].y1 < end + 4]
    return (max([TOP, *words, *drawn]) - TOP) / (end - TOP)


def half_empty(content: bytes) -> list[int]:
    """The numbers of pages whose lower half is empty although the next one begins with text that would fit.

    Rows of tables, figures and what introduces them (headings, a caption, a paragraph) stay together and may leave a
    page early; the first page ends where the summary ends, and the last where the document does.
    """
    with pymupdf.open(stream=content, filetype="pdf") as pdf:
        shares = [filled(page) for page in pdf]
    suspects = [number for number in range(1, len(shares) - 1) if shares[number] < HALF]
    if not suspects:
        return []
    with pikepdf.open(io.BytesIO(content)) as file:
        return [number + 1 for number in suspects if _begins_with_text(file, number + 1)]


def _begins_with_text(file: pikepdf.Pdf, number: int) -> bool:
    roles = [role for role in _roles(file, number) if role not in _HEADINGS]
    return not set(roles[:2]) & _ROWS_AND_FIGURES


def _roles(file: pikepdf.Pdf, number: int) -> Iterator[str]:
    """What the pieces of a page are, in the order in which they are read: ``/P``, ``/Table``, ``/Figure``, ..."""
    page = file.pages[number]
    parents = _numbers(file.Root.StructTreeRoot.ParentTree)[int(page.obj.StructParents)]
    last = None
    for instruction in pikepdf.parse_content_stream(page):
        if str(instruction.operator) != "BDC" or not isinstance(instruction.operands[1], pikepdf.Dictionary):
            continue
        place = instruction.operands[1].get("/MCID")
        if place is None:
            continue
        chain = list(_above(parents[int(place)]))
        block = next((one for one in chain if str(one.S) in _ROWS_AND_FIGURES), chain[0])
        if block.objgen != last:
            last = block.objgen
            yield str(block.S)


def _above(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    while element is not None and "/S" in element:
        yield element
        element = element.get("/P")


def _numbers(tree: pikepdf.Object) -> dict[int, pikepdf.Object]:
    """A tree of numbers as a table."""
    found: dict[int, pikepdf.Object] = {}
    for kid in tree.get("/Kids", ()):
        found |= _numbers(kid)
    pairs = list(tree.get("/Nums", ()))
    return found | {int(pairs[at]): pairs[at + 1] for at in range(0, len(pairs), 2)}


def size_of(page: pymupdf.Page, words: str) -> float:
    """The size in points in which words that begin a line are set."""
    sizes = [
        span["size"]
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if span["text"].strip() and words.startswith(span["text"].strip()[:20])
    ]
    return max(sizes)
