"""Own-data evidence counts for the use case it is about, and says which."""

from __future__ import annotations

import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision.records import EvidenceNote
from advisor.questionnaire.presets import SAMPLES, load_sample
from advisor.report.compose import compose
from advisor.report.document.blocks import Table, Text


def note(model_id: str, solved: float, use_case: str) -> EvidenceNote:
    """The result of 400 own prompts for a model."""
    return EvidenceNote(
        alternative_or_model=model_id,
        metric="exact match",
        estimate=solved,
        standard_error=0.005,
        prompts=400,
        dated="2026-11-20",
        effect="",
        use_case=use_case,
    )


@pytest.fixture(scope="module")
def sample() -> str:
    """A sample decision with several use cases."""
    names = sorted(path.stem for path in SAMPLES.glob("*.y*ml"))
    return next(name for name in names if len(load_sample(name).use_cases) > 1)


def test_evidence_moves_its_own_use_case_alone(sample: str, catalog: Catalog) -> None:
    """What was measured for the second use case leaves the first as it was, and the record names the use case."""
    answers = load_sample(sample)
    plain = assess(answers, catalog, samples=100)
    second = plain.other_use_cases[0]
    models = list(dict.fromkeys(entry.model_id for entry in second.recommendations))[:3]
    found = [note(model, solved, second.use_case) for model, solved in zip(models, (0.02, 0.95, 0.95), strict=True)]
    moved = assess(answers, catalog, evidence=found, samples=100)
    assert moved.recommendations == plain.recommendations
    assert moved.other_use_cases[0].recommendations != second.recommendations
    assert [one.use_case for one in moved.evidence] == [second.use_case] * 3
    assert all("fitness" in one.effect for one in moved.evidence)
    (section,) = (one for one in compose(moved, catalog, sections=("evidence",)).sections if one.key == "evidence")
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert table.columns[1].title == "Use case"
    assert all(isinstance(row[1], Text) and row[1].text == second.use_case for row in table.rows)


def test_evidence_without_a_use_case_counts_everywhere(sample: str, catalog: Catalog) -> None:
    """As in records that were kept before use cases were named; it is listed once."""
    answers = load_sample(sample)
    plain = assess(answers, catalog, samples=100)
    models = list(dict.fromkeys(entry.model_id for entry in plain.recommendations))[:2]
    moved = assess(answers, catalog, evidence=[note(models[0], 0.1, ""), note(models[1], 0.9, "")], samples=100)
    assert moved.recommendations != plain.recommendations
    assert len(moved.evidence) == 2
