"""What a cell of the catalog's tables may hold, and what it becomes: the types that every row class is made of.

A blank cell is unknown. Conventions of the tables: the first lines of ``advisor.catalog.tables.schema``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Modality = Literal["text", "image", "audio", "video", "pdf", "embedding", "score"]
SOURCE_REF = r"^[a-z0-9][a-z0-9._-]*(#.+)?$"
SLUG = r"^[a-z0-9][a-z0-9._-]*$"
MODEL_ID = r"^[a-z0-9][a-z0-9._-]*/[a-z0-9][a-z0-9._-]*$"


def _split(cell: object) -> object:
    """Split a ``|`` separated cell into a tuple; None becomes the empty tuple (nothing known)."""
    if cell is None:
        return ()
    return tuple(part.strip() for part in cell.split("|")) if isinstance(cell, str) else cell


def _tri(cell: object) -> object:
    """Map ``yes``/``no`` to a bool and leave every other text for the validator to refuse."""
    return {"yes": True, "no": False}.get(cell, cell) if isinstance(cell, str) else cell


YesNo = Annotated[Literal[True, False], BeforeValidator(_tri)]
SourceRef = Annotated[str, Field(pattern=SOURCE_REF)]
ModelId = Annotated[str, Field(pattern=MODEL_ID)]
Slug = Annotated[str, Field(pattern=SLUG)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_split)]
Modalities = Annotated[tuple[Modality, ...], BeforeValidator(_split)]
Amount = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Billions = Annotated[float, Field(gt=0, le=20_000)]
Count = Annotated[int, Field(ge=1)]
Positive = Annotated[float, Field(gt=0)]


class Row(BaseModel):
    """A frozen record of one CSV line; unknown columns are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")
