"""A model that a list has and the catalog has not, as a proposed row: what the list states, and blanks for the rest.

Such a row always waits for somebody: to look whether it is a model at all, and to fill what ranks it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import Identity
from advisor.catalog.refresh.records import Statement

RECENT: Final = timedelta(days=400)
"""Models that are older are left out: lists name hundreds that the catalog has no use for (own judgement)."""
API_LICENCE: Final = "proprietary-api"
"""What every model that only its vendor's service runs is licensed as."""
_DATED: Final = re.compile(r"[-@.](20\d\d[-.]?\d\d[-.]?\d\d|\d{4})$")
_PREVIEW: Final = re.compile(r"(^|[-_.])(preview|beta|exp|experimental|alpha)([-_.]|$)")


def proposed_model(
    catalog: Catalog, named: Identity, *, vendor: str, key: str, source_key: str, stated: Mapping[str, str], day: date
) -> Statement | None:
    """The row of a model that no name of the catalog means; None where there is to be none.

    That is where the name is none, moves, or is near a known one, where the model is old, and where it makes films,
    which the catalog has no kind for. ``stated`` are cells as the list gives them; ``vendor`` must have a row. The kind
    follows from the modalities.
    """
    slug = re.sub(r"[^a-z0-9._-]+", "-", key.rpartition("/")[2].lower()).strip("-._")
    if named.model_id is not None or named.reason != "unknown" or not slug or vendor not in catalog.vendor:
        return None
    released = stated.get("release_date", "")
    if (released and date.fromisoformat(released) < day - RECENT) or "video" in stated.get("modalities_out", ""):
        return None
    cells = {
        "model_id": f"{vendor}/{slug}",
        "name": stated.get("name") or slug,
        "vendor": vendor,
        "family": stated.get("name") or slug,
        "kind": kind_of(slug, stated.get("modalities_in", ""), stated.get("modalities_out", "")),
        "architecture": "unknown",
        "openness": "proprietary",
        "status": "preview" if _PREVIEW.search(slug) else "current",
        "modalities_in": "text",
        "modalities_out": "text",
        **{name: cell for name, cell in stated.items() if cell},
    }
    if cells["openness"] == "proprietary" and "licence_id" not in cells and API_LICENCE in catalog.licence:
        cells |= {"licence_id": API_LICENCE}
    match = {"model_id": cells.pop("model_id")}
    return Statement("model_catalog", cells, source_key, match, snapshot=bool(_DATED.search(slug)))


def kind_of(name: str, takes: str, gives: str) -> str:
    """The kind of a model by its name and what it takes and gives; only texts are ever guessed to be ``text``."""
    inputs, outputs = set(takes.split("|")), set(gives.split("|"))
    if "rerank" in name:
        return "rerank"
    if "embed" in name or "embedding" in outputs:
        return "embedding"
    if "image" in outputs:
        return "image"
    if "audio" in outputs and "text" not in outputs:
        return "text_to_speech"
    if inputs == {"audio"}:
        return "speech_to_text"
    return "text"


def still_blank(cells: Mapping[str, str]) -> tuple[str, ...]:
    """The columns of a new model that are blank and without which it cannot be placed, or not on own servers."""
    wanted = ["release_date", "context_tokens", "licence_id", "languages"]
    if cells.get("openness") == "open_weights":
        wanted += ["total_params_b", "layers", "kv_heads"]
    return tuple(column for column in wanted if not cells.get(column))
