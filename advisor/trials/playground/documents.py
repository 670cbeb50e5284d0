"""Documents attached to a prompt as text: PDF, DOCX, plain text and Markdown, read whole or refused.

What is read here is part of the prompt: the guards see it as they see what was typed. Nothing in a file is run, no link
is followed, no image is looked at; a scan has no text and is refused.
"""

from __future__ import annotations

import io
import zipfile
from typing import Annotated, Final

from pydantic import Field

from advisor.errors import InputError, Problem
from advisor.trials.guards.control_characters import clean
from advisor.units import Record

MAX_DOCUMENT_BYTES: Final = 20 * 1024 * 1024
MAX_CHARACTERS: Final = 200_000
"""Of one document: about 50,000 tokens, which is what many context windows take beside a prompt."""
MAX_PAGES: Final = 500
MAX_UNPACKED_BYTES: Final = 100 * 1024 * 1024
"""Of a Word document, which is a packed archive."""
KINDS: Final = ("pdf", "docx", "txt", "md")
_BEGIN: Final = "<<<DOCUMENT"
_END: Final = "DOCUMENT>>>"


class AttachedText(Record):
    """A document as it goes with a prompt."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(min_length=1, max_length=MAX_CHARACTERS)]


def read_document(raw: bytes, *, name: str) -> AttachedText:
    """The text of a file, by its name's ending; raises ``InputError`` for what is too large, locked or damaged."""
    kind = name.rsplit(".", 1)[-1].lower()
    if len(raw) > MAX_DOCUMENT_BYTES:
        raise _refused(name, f"{len(raw):,} bytes", f"at most {MAX_DOCUMENT_BYTES:,}")
    if kind not in KINDS:
        raise _refused(name, f"a file .{kind}"[:40], ", ".join(KINDS))
    read = {"pdf": _of_pdf, "docx": _of_word}.get(kind, _of_text)
    text = clean(read(raw, name)).strip()
    if not text:
        raise _refused(name, "no text in it (a scan?)", "a document with text")
    if len(text) > MAX_CHARACTERS:
        allowed = f"at most {MAX_CHARACTERS:,}: attach the part that matters"
        raise _refused(name, f"{len(text):,} characters of text", allowed)
    return AttachedText(name=clean(name)[-200:], text=text)


def with_documents(prompt: str, documents: tuple[AttachedText, ...]) -> str:
    """The prompt with its documents behind it, each marked off with its name."""
    parts = [f"{_BEGIN} {one.name}\n{one.text.replace(_END, 'DOCUMENT>>')}\n{_END}" for one in documents]
    return "\n\n".join([prompt, *parts])


def _refused(name: str, found: str, allowed: str) -> InputError:
    return InputError(f"{name} cannot be attached", [Problem(name, found, allowed)])


def _of_text(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(name, f"byte {error.start} is not UTF-8", "a text in UTF-8") from None


def _of_pdf(raw: bytes, name: str) -> str:
    from pypdf import PdfReader  # noqa: PLC0415 - only where a PDF is attached
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted:
            raise _refused(name, "locked by a password", "a PDF that can be opened")
        if len(reader.pages) > MAX_PAGES:
            raise _refused(name, f"{len(reader.pages):,} pages", f"at most {MAX_PAGES}")
        pages, size = [], 0
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > 2 * MAX_CHARACTERS:
                break  # it is refused for its length; how long it is in all nobody needs
    # What the library raises for a file that is damaged on purpose is no error of its own alone.
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OSError):
        raise _refused(name, "damaged", "a PDF that can be opened") from None
    return "\n\n".join(pages)


def _of_word(raw: bytes, name: str) -> str:
    from docx import Document  # noqa: PLC0415 - only where one is attached
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from docx.table import Table  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > MAX_UNPACKED_BYTES:
            raise _refused(name, f"{size:,} bytes unpacked", f"at most {MAX_UNPACKED_BYTES:,}")
        parts = []
        for part in Document(io.BytesIO(raw)).iter_inner_content():
            if isinstance(part, Table):
                parts += ["\t".join(cell.text for cell in row.cells) for row in part.rows]
            else:
                parts.append(part.text)
    except (OpcError, zipfile.BadZipFile, ValueError, KeyError, SyntaxError, NotImplementedError, OSError):
        raise _refused(name, "damaged, or no Word document", "a DOCX that can be opened") from None
    return "\n".join(parts)
