"""``explain`` and ``compare``: why this one, why not that one, with the figures of the record."""

from __future__ import annotations

import pytest
from mcp_server.conftest import DESCRIPTION

from advisor.errors import InputError
from advisor.mcp_server.given_answers import answers_given
from advisor.mcp_server.tool_context import ToolContext
from advisor.mcp_server.tools.explaining import COMPARE, EXPLAIN, DecisionExplained, OptionsCompared

AT_DEEPSEEK = "deepseek/deepseek-v4-flash@provider_api:deepseek:cn"


@pytest.fixture
def record(context: ToolContext) -> str:
    """A record of the description."""
    answers, read = answers_given(context, description=DESCRIPTION, answers={}, record="")
    return context.new_subject(answers, read).record


def explained(context: ToolContext, record: str, about: str = "") -> DecisionExplained:
    """The answer of explain."""
    found = EXPLAIN.run(context, {"record": record, "about": about})
    assert isinstance(found, DecisionExplained)
    return found


def test_the_choice_is_explained_by_its_contributions(context: ToolContext, record: str) -> None:
    """They add up to its score; flips say what would change it."""
    found = explained(context, record)
    assert found.option is not None
    assert found.option.standing == "the choice"
    assert sum(found.option.contributions.values()) == pytest.approx(found.option.score, abs=0.6)
    assert sum(found.weights.values()) == pytest.approx(100, abs=0.6)
    assert found.changes[0].sentence == context.subject(record).assessment.flips[0].sentence
    assert found.out_by_gate["Residency"] > 100


def test_one_that_is_out_says_by_which_requirement(context: ToolContext, record: str) -> None:
    """A model by all its deployments, an alternative by its own."""
    model, place = (
        explained(context, record, "deepseek v4 flash").option,
        explained(context, record, AT_DEEPSEEK).option,
    )
    assert model is not None
    assert place is not None
    assert (model.standing, place.standing, place.model) == ("out", "out", model.model)
    assert {"Residency", "Training on data"} <= {gate.gate for gate in model.out_by}
    assert model.out_by[0].options > 1


def test_options_stand_side_by_side(context: ToolContext, record: str) -> None:
    """Ranked and out, by model, by name and by alternative; differences are of the ranked ones."""
    ranked = context.subject(record).assessment.recommendations
    asked = [ranked[0].model_name, ranked[2].alternative_id, "deepseek-v4-flash"]
    found = COMPARE.run(context, {"record": record, "options": asked})
    assert isinstance(found, OptionsCompared)
    assert [option.standing for option in found.options] == ["the choice", "ranked", "out"]
    assert found.options[1].rank == ranked[2].rank
    first, second = (option.contributions for option in found.options[:2])
    most = next(iter(found.differences))
    assert found.differences[most] == pytest.approx(abs(first.get(most, 0) - second.get(most, 0)), abs=0.05)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["claude-haikoo", "gpt-5.x"], ["anthropic/claude-haiku-5.5", "openai/gpt-5.1"]),
        (["anthropic/claude-haiku-5.5@nowhere", "deepseek-v4-flash"], ["anthropic/claude-haiku-5.5@provider_api:"]),
        (["deepseek-v4-flash"], ["at least 2 items"]),
    ],
)
def test_an_unknown_option_gives_near_names(
    context: ToolContext, record: str, options: list[str], told: list[str]
) -> None:
    """All of them at once."""
    with pytest.raises(InputError) as caught:
        COMPARE.run(context, {"record": record, "options": options})
    assert [part for part in told if part not in str(caught.value)] == []


def test_an_unknown_use_case_is_told_with_those_that_there_are(context: ToolContext, record: str) -> None:
    """By their names."""
    with pytest.raises(InputError, match="Chat assistant"):
        EXPLAIN.run(context, {"record": record, "use_case": "Another"})
