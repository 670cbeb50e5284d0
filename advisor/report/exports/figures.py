"""The drawings of a report as files for slides and pages of one's own: SVG and PNG, with their words beside them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final, Literal

from advisor.report.document.blocks import Document, Drawing
from advisor.report.document.typeset import figure
from advisor.whole_files import FIRST_ZIP_DAY

_FORMS: Final[tuple[Literal["svg", "png"], ...]] = ("svg", "png")


def figures(document: Document) -> bytes:
    """A ZIP of every drawing as SVG and PNG and a text of captions; the same document gives the same bytes."""
    out = io.BytesIO()
    captions = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (section, drawing) in enumerate(_drawings(document), start=1):
            name = f"{number:02d}-{section}-{drawing.kind}"
            captions.append(f"{name}\n{drawing.caption}\n{drawing.alt}\n")
            for form in _FORMS:
                archive.writestr(_entry(f"{name}.{form}"), figure(drawing, form=form))
        archive.writestr(_entry("captions.txt"), "\n".join(captions))
    return out.getvalue()


def _drawings(document: Document) -> Iterator[tuple[str, Drawing]]:
    """Each drawing with its section's key; the first page's chart is shown again, whole, in the ranking."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Drawing) and not block.data.get("optional"):
                yield section.key, block


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST_ZIP_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
