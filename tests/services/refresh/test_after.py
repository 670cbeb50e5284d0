"""What follows from a refresh."""

from __future__ import annotations

from pathlib import Path

import pytest
from refresh_shapes import LATER, TODAY, cited_by, litellm, litellm_of
from signed_in import signed_in

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.accepted import accepted_rows, catalog_with
from advisor.catalog.refresh.gather import read_source
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.questionnaire.presets import load_sample
from advisor.services.refresh.after import after_refresh
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle


def test_saved_decisions_that_a_price_touches_are_named(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The choice of a saved decision costs ten times as much: the note says so, by the decision's name."""
    monkeypatch.setenv("ADVISOR_HOME", str(tmp_path))
    answers = load_sample("marketing-images")
    engine = open_database(Settings().resolved_database_url())
    kept = Decisions(engine, person=signed_in("ada@example.org")).create(answers)
    assessment = assess(answers, catalog, samples=256)
    Lifecycle(engine, person=signed_in("ada@example.org")).move(
        kept.decision_id, "proposed", reason="for the board", assessment=assessment
    )
    engine.dispose()
    offer = cited_by(catalog, "litellm")
    source = BY_NAME["litellm"]
    value = source.parsed(litellm(litellm_of(offer, times=2))).value
    rows = accepted_rows(read_source(source, LATER, value, catalog)[0], catalog)
    told: list[str] = []
    found = after_refresh(
        catalog,
        catalog_with(catalog, rows),
        rows,
        today=TODAY.replace(year=2028),
        refit=True,
        progress=lambda name, _text: told.append(name),
    )
    assert found.watched == 1
    assert any(answers.title in note for note in found.decisions)
    assert (found.refitted, told) == ((), ["watch"])
    assert offer.offer_id in found.changes


@pytest.mark.parametrize("configured", [False, True])
def test_looking_makes_no_database(
    catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, configured: bool
) -> None:
    """Where none is kept, in the home folder or where one is configured, none is afterwards."""
    home = tmp_path / "home"
    monkeypatch.setenv("ADVISOR_HOME", str(home))
    if configured:
        monkeypatch.setenv("ADVISOR_DATABASE_URL", f"sqlite:///{tmp_path / 'other' / 'a.sqlite3'}")
    rows = accepted_rows((), catalog)
    found = after_refresh(catalog, catalog, rows, today=TODAY, refit=False, progress=lambda _name, _text: None)
    assert (found.watched, found.decisions) == (0, ())
    assert list(tmp_path.iterdir()) == []
