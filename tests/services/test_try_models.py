"""What ``advisor try`` takes from the database: nothing, or the decision that it runs for."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from advisor.catalog.catalog import Catalog
from advisor.errors import InputError
from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.services.try_models import try_models
from advisor.storage.decisions import Decisions
from advisor.storage.trials import TrialStore
from advisor.trials.playground.command import TryOptions

NOWHERE = "http://127.0.0.1:9/v1#m"


def options(**given: object) -> TryOptions:
    """One short run."""
    fields: dict[str, object] = {
        "repeat": 1,
        "system": None,
        "max_tokens": 8,
        "max_cost_usd": Decimal(1),
        "data_class": None,
        "override": None,
    }
    return TryOptions(**(fields | given))  # type: ignore[arg-type]


def test_a_prompt_alone_opens_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalog: Catalog) -> None:
    """Whoever only tries a model gets no file."""
    path = tmp_path / "never.sqlite3"
    monkeypatch.setenv("ADVISOR_DATABASE_URL", f"sqlite:///{path}")
    outcome = try_models([], [NOWHERE], "hello", options(data_class="public"), decision=None, catalog=catalog)
    assert outcome.exit_code == 1
    assert not path.exists()


@pytest.mark.parametrize("decision", ["nobody", "n" * 300], ids=["short", "longer than a file name"])
def test_a_decision_that_is_neither_saved_nor_a_file_is_refused(
    engine: Engine, catalog: Catalog, decision: str
) -> None:
    """With what is allowed."""
    with pytest.raises(InputError, match="a saved decision, or a file of answers"):
        try_models([], [NOWHERE], "hello", options(), decision=decision, catalog=catalog)


def test_runs_of_a_saved_decision_are_kept_with_it(engine: Engine, catalog: Catalog) -> None:
    """Failed ones too, under its first use case."""
    answers = load_sample("marketing-images")
    saved = Decisions(engine).create(answers)
    try_models([], [NOWHERE], "hello", options(data_class="public"), decision=saved.decision_id, catalog=catalog)
    (run,) = TrialStore(engine).runs(decision_id=saved.decision_id)
    assert answers.use_cases[0].name in run


def test_runs_for_a_file_of_answers_are_not_kept(engine: Engine, catalog: Catalog) -> None:
    """There is no decision to keep them with."""
    path = next(path for path in sample_paths() if path.stem == "marketing-images")
    try_models([], [NOWHERE], "hello", options(data_class="public"), decision=str(path), catalog=catalog)
    assert TrialStore(engine).runs() == ()
