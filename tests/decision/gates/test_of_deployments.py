"""Gates on who processes the data, how and where."""

from __future__ import annotations

import pytest

from advisor.decision.gates.of_deployments import HOSTING_GATES, PLACE_GATES, PROVIDER_GATES, SKILLED, SKILLS_GATES
from advisor.decision.gates.rule import Gate
from advisor.hosting.records import SELF_HOSTED

LAW_OR_PRIVACY = {"training", "retention", "residency", "jurisdiction", "agreement", "certifications"}
EVERY = (*PROVIDER_GATES, *HOSTING_GATES, *SKILLS_GATES, *PLACE_GATES)


@pytest.mark.parametrize("gate", [gate for gate in EVERY if gate.id in LAW_OR_PRIVACY], ids=lambda gate: gate.id)
def test_what_nobody_states_of_law_and_privacy_does_not_pass(gate: Gate) -> None:
    """Silence is no promise."""
    assert {rule.when_unknown for rule in gate.rules} <= {"closed", "fails"}


def test_skills_are_asked_of_those_who_run_servers() -> None:
    """A provider's API needs none, a device neither."""
    assert set(SELF_HOSTED) > SKILLED
    assert "provider_api" not in SKILLED


def test_the_way_of_hosting_is_judged_before_anything_is_planned() -> None:
    """From the answers alone."""
    assert {rule.reads.aspect for gate in HOSTING_GATES for rule in gate.rules} == {"hosting"}
