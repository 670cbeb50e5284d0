"""What the gates say in numbers they say in words: of models, and of every alternative of a plan."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.gates.evaluate import PASSED
from advisor.decision.gates.of_models import ModelGates
from advisor.decision.gates.registry import BIT, GATES, Failure
from advisor.decision.prepared import Prepared, prepare
from advisor.questionnaire.answers import Answers, Task, UseCase
from advisor.questionnaire.presets import load_sample, sample_paths

TASKS: Final[tuple[Task, ...]] = (
    *("chat_assistant", "agents", "document_processing", "long_document_analysis", "semantic_search"),
    *("transcription", "speech_synthesis", "image_generation"),
)


def _some(rng: np.random.Generator, items: list[Any]) -> tuple[Any, ...]:
    """None to two of some items."""
    return tuple(rng.permutation(np.array(items, dtype=object))[: rng.integers(0, 3)].tolist())


def _random_answers(rng: np.random.Generator, catalog: Catalog, task: Task) -> Answers:
    """Answers whose every demand is made half of the time or so."""
    flip = lambda: bool(rng.integers(2))  # noqa: E731
    vendors = sorted({model.vendor for model in catalog.models})
    case = {
        "task": task,
        "languages": ("en", *_some(rng, ["de", "fr", "pl", "ja"])),
        "modalities_in": _some(rng, ["image", "audio", "pdf"]),
        "context_tokens": int(rng.choice([0, 30_000, 500_000])),
        "workload": {"output_tokens": int(rng.choice([400, 9_000]))},
        "latency": {"ttft_p95_ms": 900.0} if flip() else {"total_s": 20.0},
        "tools": flip(),
        "structured_output": flip(),
        "minimum_fitness": float(rng.choice([0.0, 0.6])),
    }
    return Answers.model_validate(
        {
            "title": "At random",
            "as_of": catalog.dated - timedelta(days=int(rng.choice([0, 400]))),
            "use_cases": [UseCase.model_validate(case)],
            "data": {
                "classification": str(rng.choice(["public", "confidential", "restricted"])),
                "personal_data": flip(),
                "jurisdictions": ("DE",),
                "residency": _some(rng, ["eu", "us"]),
                "max_retention_days": 0 if flip() else None,
                "certifications": _some(rng, ["iso-27001"]),
            },
            "budget": {"monthly_cap": Decimal(20_000) if flip() else None},
            "hosting": {"allowed": ("provider_api", "cloud_gpu", "on_prem", "edge")},
            "customisation": {
                "fine_tuning": str(rng.choice(["not_needed", "required"])),
                "weights_access_required": bool(rng.random() < 0.2),
            },
            "licence": {
                "open_source_required": bool(rng.random() < 0.3),
                "redistribution": flip(),
                "monthly_users": 10**9 if flip() else None,
            },
            "governance": {
                "indemnification_required": bool(rng.random() < 0.2),
                "allow_preview_models": flip(),
                "allow_unknown_price_conflicts": flip(),
                "vendors_excluded": _some(rng, vendors),
                "jurisdictions_excluded": _some(rng, ["CN"]),
            },
        }
    )


def _bits(failures: tuple[Failure, ...], *, stated: bool = False) -> int:
    return sum(BIT[gate] for gate in {failure.gate for failure in failures if not (stated and failure.unknown)})


def _agrees(prepared: Prepared) -> None:
    """Row by row: the gates, and which rows one relaxation or one answer would admit."""
    table = prepared.verdicts
    words = list(table)
    assert table.gates.tolist() == [_bits(verdict.failures) for verdict in words]
    assert table.failed.tolist() == [bool(verdict.failures) for verdict in words]
    near = []
    for verdict in words:
        gates = {failure.gate for failure in verdict.failures}
        relaxable = bool(gates) and all(GATES[gate].burden is not None for gate in gates)
        near.append(relaxable and (len(gates) == 1 or all(failure.unknown for failure in verdict.failures)))
    assert table.near.tolist() == near
    for row in range(0, len(table), 97):
        assert table[row] == words[row]


@pytest.mark.parametrize("sample", [path.stem for path in sample_paths()])
@pytest.mark.parametrize("everything", [False, True])
def test_every_alternative_of_a_sample_fails_what_it_is_said_to_fail(
    sample: str,
    everything: bool,  # noqa: FBT001
    catalog: Catalog,
) -> None:
    """With what can be planned, and with everything."""
    answers = load_sample(sample)
    for case in answers.use_cases:
        _agrees(prepare(answers, catalog, case, everything=everything))


@pytest.mark.parametrize("seed", range(24))
def test_random_demands_fail_what_they_are_said_to_fail(seed: int, catalog: Catalog) -> None:
    """Every model of the catalog, and every alternative of a plan of everything."""
    rng = np.random.default_rng(seed)
    answers = _random_answers(rng, catalog, TASKS[seed % len(TASKS)])
    case, as_of = answers.use_cases[0], answers.as_of
    assert as_of is not None
    gates = ModelGates(case, answers, catalog, as_of)
    said = [gates.of(model).failures for model in catalog.models]
    fails, stated = gates.bits
    assert fails.tolist() == [_bits(failures) for failures in said]
    assert stated.tolist() == [_bits(failures, stated=True) for failures in said]
    _agrees(prepare(answers, catalog, everything=True))


def test_random_demands_reach_every_gate_that_the_catalog_knows(catalog: Catalog) -> None:
    """The cases above are no empty promise: together they fail most gates."""
    reached = 0
    for seed in range(24):
        answers = _random_answers(np.random.default_rng(seed), catalog, TASKS[seed % len(TASKS)])
        assert answers.as_of is not None
        fails, _ = ModelGates(answers.use_cases[0], answers, catalog, answers.as_of).bits
        found = prepare(answers, catalog, everything=True).verdicts.gates
        reached |= int(np.bitwise_or.reduce(np.concatenate([fails, found])))
    # No answer above asks for these, and no alternative of the shipped catalog fails for want of an agreement.
    unasked = {"provider", "hosting", "air_gap", "offer", "processing_agreement", "open_weights"}
    missed = {gate for gate, bit in BIT.items() if not reached & bit}
    assert missed <= unasked, missed


def test_a_row_without_anything_to_say_passes(catalog: Catalog) -> None:
    """Those that fit have no failure; most say nothing at all or one warning."""
    prepared = prepare(load_sample("call-centre-transcription"), catalog)
    assert all(not prepared.verdicts[int(row)].failures for row in prepared.feasible)
    assert PASSED.failures == PASSED.warnings == ()
