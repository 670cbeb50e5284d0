"""Gates on the model alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.criteria.documented import MANY, documented, known_languages
from advisor.decision.gates.judge import failures_of, warnings_of
from advisor.decision.gates.of_models import MODEL_GATES, NO_CONTEXT
from advisor.decision.gates.registry import GATES
from advisor.decision.gates.rule import Asked, Gate
from advisor.questionnaire.answers import UseCase
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.words.tell import tell


@pytest.mark.parametrize("gate", MODEL_GATES, ids=[gate.id for gate in MODEL_GATES])
def test_a_gate_on_the_model_reads_nothing_of_where_it_runs(gate: Gate) -> None:
    """So that a model that fails is out whatever runs it; only the end of an offer is read beside it."""
    aspects = {rule.reads.aspect for rule in gate.rules}
    assert aspects <= {"model", "fitness", "offer"}
    assert GATES[gate.id].rules[: len(gate.rules)] or gate.id in GATES


def test_kinds_without_a_context_window_are_kinds_of_sound_and_images() -> None:
    """A text model without a stated window is unknown, not exempt."""
    assert frozenset({"speech_to_text", "text_to_speech", "image"}) == NO_CONTEXT


def test_a_list_that_names_some_of_many_warns_of_each_language_that_it_does_not_name(kit: Any) -> None:
    """It passes, since nobody says that it does not know them, and says what to test."""
    case = UseCase(task="chat_assistant", languages=("en", "fi", "de", "eu"))
    model = kit.model("many", languages=("multi", "de"))
    asked = Asked(case, kit.answers(), kit.catalog([model]), date(2026, 11, 29))
    assert not [one for one in failures_of("model", asked, model) if one.gate == "languages"]
    said = [tell(one) for one in warnings_of("model", asked, model) if one.key.startswith("warning.languages")]
    assert said == ["Languages: its source speaks of many and does not name Basque and Finnish: test that first."]
    named = kit.model("named", languages=("multi", "de", "fi", "eu"))
    assert not [one for one in warnings_of("model", asked, named) if one.key.startswith("warning.languages")]


@pytest.mark.parametrize("listed", [(), ("multi", "de")])
def test_a_sibling_that_knows_a_language_is_told_as_that(kit: Any, listed: tuple[str, ...]) -> None:
    """It is less than a word on the model itself, and more than nothing; each language is told once."""
    model = kit.model("silent", vendor="v", languages=listed)
    sibling = kit.model("sibling", vendor="v", languages=("en", "fi"))
    case = UseCase(task="chat_assistant", languages=("en", "fi", "eu"))
    asked = Asked(case, kit.answers(), kit.catalog([model, sibling]), date(2026, 11, 29))
    said = [tell(one) for one in warnings_of("model", asked, model) if one.key.startswith("warning.languages")]
    assert len(said) == 2
    assert "Basque" in said[0]
    assert "Finnish" not in said[0]
    assert said[1] == (
        "Languages: its vendor documents Finnish for another of its models, not for this one: test that first."
    )


def test_what_counts_as_documented_is_never_warned_of_whatever_may_be_chosen_for_a_sample(catalog: Catalog) -> None:
    """Verdict and warnings read one function: of each model a warning for what is in doubt, and none for the rest."""
    gate = next(one for one in MODEL_GATES if one.id == "languages")
    asked_for = {frozenset(case.languages) for path in sample_paths() for case in load_sample(path.stem).use_cases}
    open_lists = [one for one in catalog.models if not one.languages or MANY in one.languages]  # a whole one rules out
    seen = set()
    for languages in asked_for:
        answers = load_sample(sample_paths()[0].stem)
        case = answers.use_cases[0].model_copy(update={"languages": tuple(sorted(languages))})
        asked = Asked(case, answers, catalog, catalog.dated)
        for model in open_lists:
            known = known_languages(model, catalog)
            doubts = documented(known, languages)
            nobody = "warning.languages_unlisted" if known.listed else "warning.languages_unknown"
            expected = {"warning.languages_of_siblings": doubts.by_sibling, nobody: doubts.by_nobody}
            told = [caution.says(asked, known) for caution in gate.cautions]
            told += [] if known.listed else [gate.rules[0].unsaid(asked, known)]
            warned = {one.key: frozenset(one.values["languages"].value) for one in told if one is not None}
            assert warned == {key: codes for key, codes in expected.items() if codes}, model.model_id
            seen |= warned.keys()
    assert len(seen) == 3, seen
