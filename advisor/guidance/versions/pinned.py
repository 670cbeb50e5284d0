"""Which id to pin, so that a model does not change under the application, and how long that id is served."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer
from advisor.catalog.tables.schema_facts import LifecyclePolicy, Retirement
from advisor.guidance.versions.records import PinKind, PinnedVersion
from advisor.hosting.records import SELF_HOSTED, Alternative
from advisor.units import ToldValue, Unit, told

_DATED: Final = re.compile(r"20\d\d-?[01]\d-?[0-3]\d|-v\d+(:\d+)?$|-\d{4}$")
"""Ids that name one version: with a day (2025-08-07, 20251001), a month (-2512) or a number of their own (-v1:0)."""


def pinned_version(alternative: Alternative, catalog: Catalog) -> PinnedVersion | None:
    """The id to pin for an alternative; None where its model is not in the catalog."""
    model = catalog.model.get(alternative.model_id)
    if model is None:
        return None
    called = catalog.called(model.model_id)
    if alternative.deployment.kind in SELF_HOSTED:
        return _pinned("weights", model.hub_id or model.model_id, called, source=model.identity_source)
    provider_id = alternative.deployment.provider or ""
    offers = catalog.offers_of.get(model.model_id, ())
    offer = next((one for one in offers if one.offer_id == alternative.deployment.offer_id), None)
    policy = _policy(catalog, provider_id, model)
    ends = [row for row in catalog.retirements if row.provider_id == provider_id and row.model_id == model.model_id]
    sold = offer.provider_model_key if offer else model.model_id.partition("/")[2]
    dated = max(
        (row for row in ends if _DATED.search(row.provider_model_key)), key=lambda row: row.retires_on, default=None
    )
    if _DATED.search(sold):
        kind, pin = "snapshot", sold
    elif dated is not None:
        kind, pin = "snapshot", dated.provider_model_key
    else:
        kind, pin = ("none_sold" if policy and policy.pinned_snapshots is False else "name_only"), sold
    provider = catalog.provider.get(provider_id)
    name = provider.name if provider else provider_id
    found = _pinned(kind, pin, called, source=model.identity_source, provider=name)
    end, firm, source = _end(pin, model, offer, ends)
    cited = [policy.source, policy.observed_source or policy.source] if policy else []
    cited = [source, *cited] if end is not None else cited or [source]
    return found.model_copy(
        update={
            "provider_id": provider_id,
            "ends_on": end,
            "firm": firm and end is not None,
            "notice_days": policy.minimum_notice_days if policy else None,
            "life_months_low": policy.life_months_low if policy else None,
            "life_months_high": policy.life_months_high if policy else None,
            "sources": tuple(dict.fromkeys(cited)),
        }
    )


def _policy(catalog: Catalog, provider_id: str, model: Model) -> LifecyclePolicy | None:
    """What the provider says of versions of this vendor's models, else of all."""
    rows = catalog.lifecycle_policies_of.get(provider_id, ())
    mine = (row for row in rows if model.vendor in row.vendors)
    return next(mine, next((row for row in rows if row.scope == "default"), None))


def _end(pin: str, model: Model, offer: Offer | None, ends: list[Retirement]) -> tuple[date | None, bool, str]:
    """The end of the pin with whether it is firm and who says so: of this very id, else of the offer, of the model."""
    own = next((row for row in ends if row.provider_model_key == pin), None)
    if own is not None:
        return own.retires_on, own.certainty == "firm", own.source
    if offer is not None and offer.retires_on is not None:
        return offer.retires_on, True, offer.source
    return model.retires_on, True, model.identity_source


def _pinned(
    kind: PinKind | str, pin: str, called: tuple[Unit, str], *, source: str, provider: str = ""
) -> PinnedVersion:
    values: dict[str, ToldValue] = {"pin": pin, "model": called}
    if provider:
        values["provider"] = ("provider", provider)
    sentence = told(f"pinned.{kind}", **values)
    fields = {"kind": kind, "pin": pin, "sources": (source,), "told": {"sentence": sentence}}
    return PinnedVersion.model_validate(fields)
