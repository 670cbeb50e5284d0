"""What lists of token prices have in common: prices per 10^6 tokens as cells, and the rows that one may make."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import Identity, identify
from advisor.catalog.refresh.records import Statement, Unmapped
from advisor.geography import ZONES

MOST_USD_PER_MTOK: Final = Decimal(10_000)
"""A price above is refused: it is in another unit, or none."""
OFFER_ZONES: Final = frozenset({"global", "gov", "unspecified", *ZONES})
PER_TOKEN: Final = Decimal(1_000_000)


def price_cell(usd_per_mtok: Decimal | None, refused: list[str], place: str) -> str:
    """A price as a cell; blank where unknown, and told in ``refused`` where it cannot be one."""
    if usd_per_mtok is None:
        return ""
    if usd_per_mtok < 0 or usd_per_mtok > MOST_USD_PER_MTOK:
        refused.append(f"{place}: {_shown(usd_per_mtok)} USD per 10^6 tokens is no price")
        return ""
    return plain(usd_per_mtok)


def plain(number: Decimal) -> str:
    """A number without exponent and trailing zeros, rounded to nine digits behind the point."""
    text = f"{round(number, 9):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def priced(cells: Mapping[str, str]) -> bool:
    """Whether the cells say what the main thing costs, and that it is not nothing.

    A price of zero that a list gives for a paid product is unknown (docs/catalog.md, "The price rule").
    """
    return any(cells.get(name, "") not in ("", "0") for name in ("input_usd_per_mtok", "output_usd_per_mtok"))


def offer_statement(
    catalog: Catalog,
    cells: Mapping[str, str],
    *,
    scheme: str,
    key: str,
    model_key: str,
    host: str,
    provider_id: str | None,
    zone: str,
    tier: str = "standard",
    other_keys: tuple[str, ...] = (),
) -> tuple[Statement, Unmapped | None]:
    """A price as a statement about an offer, and the name that could not be mapped where there is one.

    ``host`` is the list's own word for the provider. Without a model or a provider the statement can still be matched
    by the key that an offer cites; it makes no new row then, nor where the name means a variant, or a model only by a
    shortened name.
    """
    named = identify(catalog, model_key, scheme=scheme, provider=host)
    match = {"zone": zone, "tier": tier}
    if named.plain:
        match["model_id"] = named.model_id or ""
    if provider_id is not None:
        match["provider_id"] = provider_id
    whole = {"model_id", "provider_id"} <= set(match) and named.by != "shorter" and zone in OFFER_ZONES
    if whole:
        match["provider_model_key"] = model_key
    statement = Statement("offers", dict(cells), key, match, other_keys, whole=whole, snapshot=is_snapshot(named))
    if named.model_id is None and provider_id is not None:
        return statement, Unmapped(key, "model", named.near[:3])
    return statement, None


def is_snapshot(named: Identity) -> bool:
    """Whether a name means a dated version of a model."""
    return any(variation.kind == "snapshot" for variation in named.variations)


def _shown(number: Decimal) -> str:
    return f"{number:.3g}"
