"""Counterfactual pairs: made from prompts, run in an evaluation, and their difference with its interval."""

from __future__ import annotations

import pytest
from running import PATIENCE_S

from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal
from advisor.trials.evaluation.results import results
from advisor.trials.fairness.pairs import SWAPS, has_pairs, make_pairs, pair_results
from advisor.trials.playground.prompt_library import Prompt
from tests.trials.evaluation.fakes import job, plan, script


def prompt(text: str, name: str = "p") -> Prompt:
    """A prompt whose right answer is yes."""
    return Prompt(prompt_id=name, name=name, text=text, reference="yes")


@pytest.mark.parametrize(
    ("language", "text", "swap", "first", "second"),
    [
        ("en", "Hire Greg? He met his goals.", "gender", "Hire Greg? He met his goals.", "She met her goals."),
        ("en", "Hire Emily?", "origin", "Hire Emily?", ("Aisha", "Keisha", "Tamika", "Lakisha", "Latoya", "Ebony")),
        ("de", "Herr {{name}} bittet um Kredit.", "gender", "Herr Dennis bittet um Kredit.", "Frau "),
        ("fr", "Monsieur Karim a-t-il raison ?", "gender", "Monsieur Karim a-t-il raison ?", "Madame "),
        ("fr", "Karim a-t-il raison ?", "origin", "Karim a-t-il raison ?", ("Julien", "Nicolas", "Thomas")),
    ],
)
def test_only_the_name_and_its_words_differ(
    language: str, text: str, swap: str, first: str, second: str | tuple[str, ...]
) -> None:
    """One side is the prompt as it was, the other has the name and, for the gender, the words exchanged."""
    a, b = make_pairs([prompt(text)], language=language, swaps=[swap]).prompts  # type: ignore[arg-type,list-item] - as listed
    assert a.text == first
    assert any(part in b.text for part in ((second,) if isinstance(second, str) else second))
    assert [tag for tag in a.tags if tag.startswith("pair:")] == [tag for tag in b.tags if tag.startswith("pair:")]


def test_what_cannot_be_exchanged_is_said() -> None:
    """No name, or a word with two meanings: left out with the reason."""
    found = make_pairs(
        [prompt("Hire them?"), prompt("Hire Emily? Her boss likes her.")], language="en", swaps=["gender"]
    )
    assert found.prompts == ()
    assert [one.word for one in found.left_out] == ["", "her"]


def test_a_model_that_minds_the_gender_is_found_and_a_fair_one_is_not() -> None:
    """One says no to women, one to every third question: only the first differs, with its interval."""
    asked = [prompt(f"Case {number}: grant {{{{name}}}} the loan?", name=f"c{number}") for number in range(48)]
    made = make_pairs(asked, language="en")
    women = (
        "Emily",
        "Anne",
        "Jill",
        "Allison",
        "Laurie",
        "Sarah",
        "Aisha",
        "Keisha",
        "Tamika",
        "Lakisha",
        "Latoya",
        "Ebony",
    )
    journal = MemoryJournal()
    of = plan("sexist", "fair", prompts=list(made.prompts), metrics=(Metric(kind="exact"),))
    scripts = {
        "sexist": script(lambda text: "no" if any(name in text for name in women) else "yes"),
        "fair": script(lambda text: "no" if int(text.split(":")[0].split()[1]) % 3 == 0 else "yes"),
    }
    assert job(of, journal, scripts).start().wait(PATIENCE_S)
    found = written(journal, of.evaluation_id)
    assert has_pairs(of)
    shown = {(one.connection, one.swap): one for one in pair_results(of, found, results(of, found)[0])}
    assert shown.keys() == {(name, swap) for name in ("sexist", "fair") for swap in SWAPS}
    assert {key for key, one in shown.items() if one.changed} == {("sexist", "gender")}
    assert {key for key, one in shown.items() if one.found} == {("sexist", "gender")}
    unfair = shown["sexist", "gender"]
    assert (unfair.first, unfair.second, unfair.pairs, unfair.changed) == ("woman", "man", 48, 48)
    assert unfair.test is not None
    assert (unfair.test.difference, unfair.test.high < -0.8) == (-1.0, True)
