"""Evidence of fairness, kept beside a decision."""

from __future__ import annotations

from running import PATIENCE_S
from sqlalchemy import Engine

from advisor.questionnaire.presets import load_sample
from advisor.services.guidance.fairness import (
    evidence_of_groups,
    evidence_of_pairs,
    keep_fairness,
    kept_fairness,
)
from advisor.storage.decisions import Decisions
from advisor.storage.entries import Entries
from advisor.trials.evaluation.job import written
from advisor.trials.evaluation.metrics import Metric
from advisor.trials.evaluation.plan import MemoryJournal
from advisor.trials.evaluation.results import results
from advisor.trials.fairness.pairs import make_pairs
from advisor.trials.playground.prompt_library import Prompt
from tests.trials.evaluation.fakes import job, plan, script


def test_groups_and_pairs_of_an_evaluation_are_kept_as_figures(engine: Engine) -> None:
    """Measured again they take their own place; what is kept holds no prompt."""
    asked = [
        Prompt(name=str(number), text=f"{number}: grant {{{{name}}}}?", reference="yes", tags=(f"group:{group}",))
        for number, group in enumerate(["north", "south"] * 10)
    ]
    of = plan(
        "one", prompts=list(make_pairs(asked, language="en", swaps=["gender"]).prompts), metrics=(Metric(kind="exact"),)
    )
    journal = MemoryJournal()
    assert job(of, journal, {"one": script(lambda _: "yes")}).start().wait(PATIENCE_S)
    found = written(journal, of.evaluation_id)
    (one,) = results(of, found)
    evidence = (*evidence_of_groups(of, one, favourable="yes"), *evidence_of_pairs(of, found, one))
    assert [(part.source, part.rows, part.suspicious) for part in evidence] == [
        ("tags", 40, False),
        ("pairs", 20, False),
    ]
    entries = Entries(engine)
    saved = Decisions(engine).create(load_sample("marketing-images"), name="Pictures")
    for part in (*evidence, *evidence):
        keep_fairness(entries, saved.decision_id, part)
    kept = kept_fairness(entries, saved.decision_id)
    assert set(kept) == set(evidence)
    assert "grant" not in "".join(part.model_dump_json() for part in kept)
