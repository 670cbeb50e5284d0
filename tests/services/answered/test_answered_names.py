"""Names in answers that nothing here has are told, with what may be meant and what is allowed, at every place."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.errors import AnswersError
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.fields import every_field
from advisor.questionnaire.load import check_answers, dump_answers
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.services.answered.answered_names import NAMES, load_known, unknown_names, with_known_names

FREE_TEXTS = {
    "title": "a name of the decision",
    "question": "prose",
    "owner": "a person",
    "notes": "prose",
    "as_of": "a day",
    "use_cases[].name": "a name of the work",
    "use_cases[].description": "prose",
    "data.certifications": "a certificate that nobody in the catalog may have: it is demanded all the same",
    "budget.currency": "any currency, at the rate that stands beside it",
    "budget.rate_date": "a day",
    "stakeholders[].name": "a person",
}
"""Texts that name nothing of the catalog, and what they are."""
BAD: dict[str, tuple[Any, str, str]] = {
    "use_cases[].languages[]": (["en", "jp"], "use_cases[0].languages[1]", "did you mean ja?"),
    "data.jurisdictions[]": (["DE", "UK"], "data.jurisdictions[1]", "did you mean GB?"),
    "hosting.country": ("EU", "hosting.country", "of the Union each member"),
    "hosting.gpus_owned[].gpu": ([{"gpu": "H100x", "count": 2}], "hosting.gpus_owned[0].gpu", "h100-sxm-80gb"),
    "hosting.contracts[]": (["AWS"], "hosting.contracts[0]", "did you mean aws or aws-bedrock"),
    "hosting.committed[].provider": (
        [{"provider": "bedrock", "monthly": 5000}],
        "hosting.committed[0].provider",
        "did you mean aws-bedrock?",
    ),
    "hosting.providers_excluded[]": (["Google"], "hosting.providers_excluded[0]", "google-vertex"),
    "hosting.providers_allowed[]": (["azure_foundry"], "hosting.providers_allowed[0]", "did you mean azure-foundry"),
    "governance.vendors_excluded[]": (["deepsek"], "governance.vendors_excluded[0]", "did you mean deepseek?"),
    "governance.jurisdictions_excluded[]": (["CN", "XX"], "governance.jurisdictions_excluded[1]", "ISO 3166-1"),
    "origin.countries_excluded[]": (["SU"], "origin.countries_excluded[0]", "did you mean RU?"),
    "origin.countries_preferred[]": (["EU"], "origin.countries_preferred[0]", "such as DE, FR"),
}
"""For each place that names something: a value with a fault, where the fault is told, and a part of what is told."""
TASK = {"title": "Letters", "use_cases": [{"task": "translation"}]}


def given(pattern: str, value: Any) -> dict[str, Any]:
    """A file of answers with a value at the place of a pattern; a list stands where its items are meant."""
    answers: dict[str, Any] = json.loads(json.dumps(TASK))
    place = pattern.partition("[].")[0] if pattern.startswith("hosting.") else pattern.removesuffix("[]")
    part, _, name = place.partition(".")
    if part == "use_cases[]":
        answers["use_cases"][0][name.removesuffix("[]")] = value
    else:
        answers[part] = {name.removesuffix("[]"): value}
    return answers


def test_every_text_of_the_answers_is_a_known_name_or_free() -> None:
    """A field that comes to the answers is checked, or it is said why it names nothing."""
    texts = {
        place for place, holds, *_ in every_field() if holds.removeprefix("list of ").split()[0] in ("string", "date")
    }
    named = {place.removesuffix("[]") for place in NAMES}
    assert texts == named | set(FREE_TEXTS)
    assert set(BAD) == set(NAMES)


@pytest.mark.parametrize("pattern", BAD)
def test_a_name_that_nothing_has_is_told(catalog: Catalog, pattern: str) -> None:
    """Once: with the value, its place, what may be meant, and what is allowed."""
    value, place, part = BAD[pattern]
    answers = Answers.model_validate(given(pattern, value))
    with pytest.raises(AnswersError) as raised:
        with_known_names(answers, catalog, name="letters.yaml")
    (problem,) = raised.value.problems
    bad = (
        value
        if isinstance(value, str)
        else next(iter(value[-1].values()))
        if isinstance(value[-1], dict)
        else value[-1]
    )
    assert problem.place == place
    assert repr(bad) in problem.found
    assert part in problem.allowed
    assert "allowed: " in problem.allowed


def test_every_fault_is_told_at_once(catalog: Catalog) -> None:
    """Not the first alone."""
    answers: dict[str, Any] = json.loads(json.dumps(TASK))
    for pattern, (value, _, _) in BAD.items():
        for part, fields in given(pattern, value).items():
            if part == "use_cases":
                answers[part] = fields if "languages" in fields[0] else answers[part]
            elif part != "title":
                answers[part] = answers.get(part, {}) | fields
    told = [problem.place for problem in unknown_names(Answers.model_validate(answers), catalog)]
    assert sorted(told) == sorted(place for _, place, _ in BAD.values())


@pytest.mark.parametrize("name", [path.stem for path in sample_paths()])
def test_the_samples_name_what_there_is(catalog: Catalog, name: str) -> None:
    """None of them is refused."""
    answers = load_sample(name)
    assert with_known_names(answers, catalog, name=name) is answers


def test_what_is_meant_in_another_way_is_taken(catalog: Catalog) -> None:
    """A GPU by any of its names, and a language that no model of the catalog is said to speak."""
    answers = Answers.model_validate(
        {
            "title": "Letters",
            "use_cases": [{"task": "translation", "languages": ["en", "fo", "nds"]}],
            "hosting": {"gpus_owned": [{"gpu": "NVIDIA H100 80GB HBM3", "count": 1}, {"gpu": "H100", "count": 1}]},
        }
    )
    assert not list(unknown_names(answers, catalog))


def test_the_command_line_leaves_with_2(tmp_path: Path, catalog: Catalog) -> None:
    """And prints the message alone; nothing is assessed."""
    file = tmp_path / "letters.yaml"
    answers = check_answers(
        given("hosting.committed[].provider", BAD["hosting.committed[].provider"][0]), name="letters"
    )
    file.write_text(dump_answers(answers), encoding="utf-8")
    for command in ("assess", "tco"):
        done = subprocess.run(
            [sys.executable, "-m", "advisor.cli", command, str(file)], capture_output=True, check=False, text=True
        )
        assert (done.returncode, done.stdout) == (2, "")
        assert "hosting.committed[0].provider: no provider 'bedrock' is known (did you mean aws-bedrock?" in done.stderr
    with pytest.raises(AnswersError):
        load_known(file, catalog)
