"""Office files without the moment they were written: the same decision gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from typing import Final

from advisor.whole_files import FIRST_ZIP_DAY

_CORE: Final = "docProps/core.xml"
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def undated(content: bytes, day: datetime) -> bytes:
    """The same OOXML archive (XLSX, DOCX, PPTX) as of ``day`` instead of the moment that saving puts in."""
    moment = day.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIRST_ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            member = old.read(name)
            new.writestr(entry, _MODIFIED.sub(rb"\g<1>" + moment, member) if name == _CORE else member)
    return out.getvalue()
