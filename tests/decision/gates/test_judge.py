"""Rules applied to all at once, and to one."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest

from advisor.decision.gates.judge import cautions_of, failures_of, failures_of_hosting, judge, rules_of
from advisor.decision.gates.registry import BIT, GATES
from advisor.decision.gates.rule import Asked, Aspect


def asked(kit: Any, catalog: Any, **given: Any) -> Asked:
    """What a decision's first use case asks."""
    answers = kit.answers(**given)
    return Asked(answers.use_cases[0], answers, catalog, answers.as_of)


def test_all_at_once_and_one_by_one_are_the_same_judgement(kit: Any) -> None:
    """Bits and failures name the same gates, model by model."""
    given = [{}, {"status": "retired"}, {"kind": "embedding"}, {"modalities_out": ("image",)}, {"tools": None}]
    models = [kit.model(f"m{number}", **changes) for number, changes in enumerate(given)]
    what = asked(kit, kit.catalog(models), use_case={"tools": True})
    bits, stated = judge("model", what, models)
    for model, failed, sure in zip(models, bits.tolist(), stated.tolist(), strict=True):
        failures = failures_of("model", what, model)
        assert failed == sum(BIT[name] for name in {failure.gate for failure in failures})
        assert sure & failed == sure
    assert bits[0] == 0
    assert np.count_nonzero(bits) >= 3


@pytest.mark.parametrize("aspect", get_args(Aspect))
def test_rules_that_stand_alone_come_first(aspect: Aspect) -> None:
    """And every rule of a column of the aspect is there."""
    found = [rule.alone for _, rule in rules_of(aspect)]
    assert found == sorted(found, reverse=True)
    assert len(found) == sum(rule.reads.aspect == aspect for gate in GATES.values() for rule in gate.rules)
    assert all(one.reads.aspect == aspect for one in cautions_of(aspect))


def test_a_way_of_hosting_falls_by_itself(kit: Any) -> None:
    """Whatever model runs there."""
    what = asked(kit, kit.catalog([kit.model("m")]), hosting={"allowed": ["provider_api"]})
    assert [failure.gate for failure in failures_of_hosting(what, "edge")] == ["hosting"]
    assert failures_of_hosting(what, "provider_api") == ()
