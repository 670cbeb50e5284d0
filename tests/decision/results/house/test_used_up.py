"""What other work that uses up a commitment would change is told, and only where it changes the advice."""

from __future__ import annotations

from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.house.used_up import used_up_told
from advisor.questionnaire.answers import Answers
from advisor.words.tell import tell

AGENT: dict[str, Any] = {
    "name": "Agent",
    "task": "agents",
    "workload": {"requests_per_day": 20_000, "input_tokens": 15_000, "output_tokens": 800},
}


def _ranked(catalog: Catalog, *committed: dict[str, Any]) -> Ranked:
    hosting = {"allowed": ["provider_api"], "committed": list(committed)}
    answers = Answers.model_validate({"title": "t", "use_cases": [AGENT], "hosting": hosting})
    return rank(prepare(answers, catalog), samples=400)


def test_the_advice_without_a_commitment_is_the_one_that_is_told(catalog: Catalog) -> None:
    """Forty thousand dollars that are paid anyway buy the abler model: somebody else may want them."""
    plain, held = _ranked(catalog), _ranked(catalog, {"provider": "aws-bedrock", "monthly": 40_000})
    chosen, bare = held.finding.choice, plain.finding.choice
    assert chosen is not None
    assert bare is not None
    assert held.matrix.ids[chosen] != plain.matrix.ids[bare]
    told = used_up_told(held)
    assert told is not None
    said = tell(told)
    assert "If other work used up your commitment at Amazon Bedrock, the advice would be" in said
    assert plain.context(bare).model.name in said


def test_nothing_is_told_where_no_commitment_pays_for_the_choice(catalog: Catalog) -> None:
    """Nor where there is none at all."""
    assert used_up_told(_ranked(catalog)) is None
    assert used_up_told(_ranked(catalog, {"provider": "scaleway", "monthly": 1})) is None
