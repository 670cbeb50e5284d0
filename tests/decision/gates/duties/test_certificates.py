"""Which certificates a provider lacks."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.gates.duties.certificates import by_law, certificates_said, lacking
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.shortlist import shortlisted
from advisor.units import told

HOSPITAL = {"data": {"health_data": True, "jurisdictions": ["DE"]}, "governance": {"sector": "health"}}


def test_what_the_answers_demand_is_ruled_on_and_not_warned_of() -> None:
    """Missing are those that are not held; the law's warning leaves out what the answers demand too."""
    data = SimpleNamespace(certifications=("soc2", "c5"))
    asked: Any = SimpleNamespace(answers=SimpleNamespace(data=data), by_law=("c5", "pci-dss"))
    assert lacking(asked, ("soc2",)) == ["c5"]
    assert certificates_said(asked, ("soc2",)).key == "certifications"
    said = by_law(asked, None)
    assert said is not None
    assert said == told("warning.certificate", missing=("certificate", ["pci-dss"]))
    assert by_law(asked, ("pci-dss",)) is None


@pytest.mark.parametrize(("held", "warned"), [((), True), (("soc2",), True), (("c5",), False)])
def test_who_has_no_record_of_it_is_warned_of_and_not_out(
    kit: Any, catalog: Catalog, held: tuple[str, ...], *, warned: bool
) -> None:
    """Nobody demanded it among the answers: the option is admitted, and its term is open."""
    model = kit.model("m")
    offer = kit.offer(model.model_id, "p")
    world = kit.catalog([model], offers=[offer], providers=[kit.provider("p", certifications=held)])
    world = replace(world, governance_rules=catalog.governance_rules)
    plans = kit.plans([kit.api(offer)], cost=[100.0])
    prepared = prepare(kit.answers(**HOSPITAL), world, plans=plans)
    verdict = prepared.verdicts[0]
    assert not any(one.gate == "certifications" for one in verdict.failures)
    assert any(one.key == "warning.certificate" for one in verdict.warnings) is warned


def test_a_free_seat_shows_who_holds_what_the_law_asks_for(kit: Any, catalog: Catalog) -> None:
    """However far behind: it is what is left where no record is to be had."""
    models = [kit.model(name) for name in ("able", "lawful")]
    offers = [kit.offer(one.model_id, house) for one, house in zip(models, "pq", strict=True)]
    houses = [kit.provider("p"), kit.provider("q", certifications=("c5",))]
    abilities = dict(zip((one.model_id for one in models), (80.0, 60.0), strict=True))
    world = kit.catalog(models, offers=offers, providers=houses, abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100.0, 150.0])
    for rules, seats in (((), 1), (catalog.governance_rules, 2)):
        prepared = prepare(kit.answers(**HOSPITAL), replace(world, governance_rules=rules), plans=plans)
        assert len(shortlisted(rank(prepared, {"fitness": 0.6, "cost": 0.4}, samples=100))) == seats
