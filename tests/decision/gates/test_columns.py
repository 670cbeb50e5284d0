"""What gates read, and where it comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from advisor.catalog.tables.schema_serving import ModelRetention
from advisor.decision.alternatives.joined import ASPECT, JoinedAlternative, contexts_of
from advisor.decision.gates import columns
from advisor.decision.gates.columns import ProcessingZones, Retention, multimodal
from advisor.decision.gates.registry import GATES
from advisor.decision.gates.rule import GateColumn
from advisor.hosting.records import Alternative, Deployment


def joined(kit: Any, deployment: dict[str, Any], provider: dict[str, Any], **offer: Any) -> JoinedAlternative:
    """A model at a provider."""
    model = kit.model("m")
    one = kit.offer(model.model_id, "p", offer_id="o", **offer)
    catalog = kit.catalog([model], offers=[one], providers=[kit.provider("p", **provider)])
    where = Deployment.model_validate({"kind": "provider_api", "provider": "p", "offer_id": "o"} | deployment)
    return contexts_of([Alternative(alternative_id="a", model_id=model.model_id, deployment=where)], catalog)[0]


@pytest.mark.parametrize(
    ("provider", "retention"),
    [
        ({"retention_default": "none", "retention_days": None}, Retention(0, True)),
        ({"retention_default": "days", "retention_days": 30}, Retention(30, True)),
        ({"retention_default": None, "retention_days": None, "zero_retention_route": None}, Retention(None, None)),
    ],
)
def test_nothing_kept_is_zero_days_and_nothing_stated_is_unknown(
    kit: Any, provider: dict[str, Any], retention: Retention
) -> None:
    """The two are never the same."""
    context = joined(kit, {}, provider)
    assert columns.RETENTION.read(context, None) == retention


def test_a_provider_may_keep_more_of_one_model_than_of_others(kit: Any) -> None:
    """The model's own row speaks for it, and alternatives of one provider are told apart by it."""
    models = [kit.model("m"), kit.model("kept")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    row = ModelRetention(
        provider_id="p",
        model_id=models[1].model_id,
        retention_default="retained",
        retention_days=30,
        zero_retention_route=False,
        dated=date(2026, 11, 1),
        source="made-up",
        note=None,
    )
    catalog = replace(kit.catalog(models, offers=offers, providers=[kit.provider("p")]), model_retention=(row,))
    plain, kept = contexts_of([kit.api(one) for one in offers], catalog)
    assert columns.RETENTION.read(plain, None) == Retention(0, True)
    assert columns.RETENTION.read(kept, None) == Retention(30, False)
    for aspect in ("keeper", "place"):
        assert plain.codes[ASPECT[aspect]] != kept.codes[ASPECT[aspect]]


def test_a_zone_that_is_not_stated_is_none_and_a_house_that_offers_all_zones_is_no_proof_of_one(kit: Any) -> None:
    """A hyperscaler's zones do not hold for this model; another provider's do."""
    zones = {"residency_zones": ("eu",)}
    assert columns.PLACE.read(joined(kit, {"zone": "unspecified"}, zones), None) == ProcessingZones(
        None, None, ("eu",), ("eu",)
    )
    cloud = zones | {"kind": "hyperscaler"}
    assert columns.PLACE.read(joined(kit, {"zone": "us"}, cloud), None) == ProcessingZones("us", None, ())


def test_images_sound_and_films_make_a_model_multimodal(kit: Any) -> None:
    """A file of text does not."""
    assert multimodal(kit.model("m", modalities_in=("text", "image")))
    assert not multimodal(kit.model("m", modalities_in=("text", "pdf")))


def test_every_column_is_read_by_a_gate() -> None:
    """One that no rule and no caution reads says nothing."""
    read = [one.reads for gate in GATES.values() for one in (*gate.rules, *gate.cautions)]
    unread = [name for name, found in vars(columns).items() if isinstance(found, GateColumn) and found not in read]
    assert unread == []
