"""How well a strategy meets each criterion."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.fits import fits_of, ruled_out
from advisor.guidance.adaptation.needs import Judged, StrategyId
from advisor.questionnaire.answers import Answers


def data_value(catalog: Catalog, strategy: StrategyId, **adaptation: Any) -> float:
    """How far the data that a strategy needs is there."""
    answers = Answers.model_validate({"title": "T", "use_cases": [{"task": "rag", "adaptation": adaptation}]})
    return fits_of(strategy, answers, answers.use_cases[0], Judged(catalog))["data"].value


def test_more_and_better_pairs_never_make_tuning_worse(catalog: Catalog) -> None:
    """Monotone in number and in quality."""
    counts = [data_value(catalog, "lora", labelled_pairs=n, labels_quality="good") for n in (100, 1_000, 5_000, 10**6)]
    assert counts == sorted(counts)
    assert counts[0] == 0 < counts[1] < counts[2] == counts[3] == 1
    grades = [data_value(catalog, "lora", labelled_pairs=5_000, labels_quality=q) for q in ("poor", "mixed", "good")]
    assert grades == sorted(grades)


@pytest.mark.parametrize(
    ("strategy", "adaptation", "gate"),
    [
        ("lora", {"labelled_pairs": 0}, "few_pairs"),
        ("full_tuning", {"labelled_pairs": 500}, "few_pairs"),
        ("continued_pretraining", {"domain_text_tokens": 1e6}, "little_text"),
        ("scratch", {"domain_text_tokens": 1e9}, "little_text"),
        ("retrieval", {"domain_text_tokens": 0}, "no_documents"),
        ("distillation", {"domain": "foreign", "labelled_pairs": 0}, "no_teacher"),
    ],
)
def test_what_is_not_there_rules_out_and_what_is_not_said_does_not(
    catalog: Catalog, strategy: StrategyId, adaptation: dict[str, Any], gate: str
) -> None:
    """With what was stated and what it takes."""
    for stated, expected in ((adaptation, gate), ({}, None)):
        answers = Answers.model_validate({"title": "T", "use_cases": [{"task": "rag", "adaptation": stated}]})
        out = ruled_out(strategy, answers, answers.use_cases[0], Judged(catalog))
        assert (out.gate if out else None) == expected


def test_skills_that_are_there_are_not_rewarded_twice(catalog: Catalog) -> None:
    """Enough is enough; too little costs the demanding strategies most."""
    by_team = {}
    for skills in ("none", "strong"):
        answers = Answers.model_validate(
            {"title": "T", "use_cases": [{"task": "rag"}], "hosting": {"operations_skills": skills}}
        )
        by_team[skills] = {
            name: fits_of(name, answers, answers.use_cases[0], Judged(catalog))["skills"].value
            for name in ("prompting", "lora", "scratch")
        }
    assert by_team["strong"]["prompting"] == by_team["strong"]["lora"] == by_team["none"]["prompting"] == 1
    assert by_team["none"]["scratch"] == 0 < by_team["none"]["lora"] < 1
