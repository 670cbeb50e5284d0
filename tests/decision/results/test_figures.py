"""Raw performances as figures."""

from __future__ import annotations

from typing import Any

import numpy as np

from advisor.decision.criteria.registry import criteria_for
from advisor.decision.prepared import prepare
from advisor.decision.results.figures import figures_of


def figures(kit: Any, **plan: Any) -> Any:
    """The figures of two alternatives, the prepared decision beside them."""
    models = [kit.model("a"), kit.model("b")]
    offers = [kit.offer(model.model_id, "p") for model in models]
    catalog = kit.catalog(
        models,
        offers=offers,
        providers=[kit.provider("p")],
        abilities={models[0].model_id: 60.0, models[1].model_id: 40.0},
    )
    prepared = prepare(kit.answers(), catalog, plans=kit.plans([kit.api(offer) for offer in offers], **plan))
    return prepared, figures_of(prepared, np.array([0, 1]))


def test_every_criterion_has_a_figure_and_the_waits_stand_beside_them(kit: Any) -> None:
    """With a source, a basis and ends around the middle."""
    prepared, found = figures(kit, cost=[100.0, 200.0])
    names = {criterion.id for criterion in criteria_for(prepared.answers)} | {"ttft_ms", "itl_ms", "total_s"}
    for row in found:
        assert row.keys() == names
        for figure in row.values():
            assert figure.value is None or figure.low <= figure.value <= figure.high


def test_what_nobody_knows_is_unknown_and_cites_nothing(kit: Any) -> None:
    """Rather than zero from a source."""
    _, found = figures(kit, cost=[100.0, np.nan])
    assert found[0]["cost"].value is not None
    assert (found[1]["cost"].value, found[1]["cost"].basis, found[1]["cost"].source) == (None, "unknown", None)


def test_points_of_a_constructed_scale_say_which_facts_bring_them(kit: Any) -> None:
    """As what is to be told, not as prose."""
    prepared, found = figures(kit, cost=[100.0, 200.0])
    constructed = [criterion.id for criterion in criteria_for(prepared.answers) if criterion.points]
    assert constructed
    assert all(row[name].told["note"].key == "scale" for row in found for name in constructed)
