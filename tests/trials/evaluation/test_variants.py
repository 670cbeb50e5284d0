"""Variants of prompt and parameters: what is asked in each, and what the matrix calls it."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from running import PATIENCE_S

from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.matrix import matrix_lines
from advisor.trials.evaluation.plan import MemoryJournal, Plan
from advisor.trials.evaluation.results import result_rows, results
from advisor.trials.evaluation.variants import PromptVariant, crossed
from advisor.trials.playground.prompt_library import Prompt
from advisor.trials.records import Parameters
from tests.trials.evaluation.fakes import connection, job, plan, script

SHORT = PromptVariant(name="short", system="Be {{how}}", template="In one word: {input}!")
WARM = PromptVariant(name="warm", temperature=0.8, top_p=0.9, max_tokens=7)


def varied(*names: str, variants: tuple[PromptVariant, ...] = (SHORT, WARM), **changes: object) -> Plan:
    """Two prompts, the first with a variable and a system prompt of its own."""
    prompts = [
        Prompt(name="one", text="say {{word}}", system="Be kind", variables={"word": "{input}", "how": "brief"}),
        Prompt(name="two", text="say two", reference="say two"),
    ]
    return plan(*names, prompts=prompts, variants=variants, parameters=Parameters(temperature=0.0), **changes)


def test_a_column_is_a_connection_in_a_variant() -> None:
    """Every connection in every variant, and as many calls."""
    of = varied("a", "b")
    assert [one.name for one in of.columns] == ["a · short", "a · warm", "b · short", "b · warm"]
    assert of.calls == 8


def test_the_template_goes_around_the_prompt_once() -> None:
    """A prompt that holds the mark itself is not taken for a template; the variant's system stands before its own."""
    of = varied("a")
    first = of.request(0, of.columns[0])
    assert first.prompt == "In one word: say {input}!"
    assert first.parameters.system == "Be brief"
    assert of.request(0).parameters.system == "Be kind"


def test_parameters_change_where_a_variant_gives_them() -> None:
    """And nowhere else."""
    of = varied("a")
    warm, short = (of.request(1, column).parameters for column in (of.columns[1], of.columns[0]))
    assert (warm.temperature, warm.top_p, warm.max_tokens) == (0.8, 0.9, 7)
    assert (short.temperature, short.top_p, short.max_tokens) == (0.0, None, 512)


def test_prompts_are_crossed_with_parameters() -> None:
    """Each with each; one kind alone stays as it is."""
    cold = PromptVariant(name="cold", temperature=0.0)
    both = crossed([SHORT], [WARM, cold])
    assert [(one.name, one.template, one.temperature) for one in both] == [
        ("short, warm", SHORT.template, 0.8),
        ("short, cold", SHORT.template, 0.0),
    ]
    assert crossed([SHORT], []) == (SHORT,)
    assert crossed([], [WARM]) == (WARM,)


def test_a_template_without_a_place_is_refused() -> None:
    """It would send the same to every prompt."""
    with pytest.raises(ValidationError, match=r"no \{input\}"):
        PromptVariant(name="x", template="Hello")


def test_two_columns_of_one_name_are_refused() -> None:
    """Their answers could not be told apart."""
    with pytest.raises(ValidationError, match="one name"):
        varied("a", variants=(SHORT, SHORT))
    with pytest.raises(ValidationError, match="at most 24"):
        varied(*"abcde", variants=tuple(PromptVariant(name=str(number)) for number in range(5)))


def test_long_names_stay_apart() -> None:
    """In the journal, which takes a hundred characters."""
    long = "m" * 95
    of = plan(connections=[connection(long)], variants=(PromptVariant(name="short"), PromptVariant(name="shorter")))
    names = [one.name for one in of.columns]
    assert len(set(names)) == 2
    assert max(map(len, names)) <= 100


def test_matrix_results_and_rows_carry_the_variant() -> None:
    """Each column is scored, compared and written out on its own."""
    journal, of = MemoryJournal(), varied("a")
    assert job(of, journal, {"a": script()}).start().wait(PATIENCE_S)
    found = written(journal, "e")
    (one,) = results(of, found)
    assert {row.connection: row.scores[1] for row in one.connections} == {"a · short": 0.0, "a · warm": 1.0}
    assert {row["connection"]: row["variant"] for row in result_rows([one])} == {
        "a · short": "short",
        "a · warm": "warm",
    }
    assert [cell.connection for cell in matrix_lines(of, found)[1].cells] == ["a · short", "a · warm"]
    assert matrix_lines(of, found)[1].cells[0].run.text == "In one word: say two!"
