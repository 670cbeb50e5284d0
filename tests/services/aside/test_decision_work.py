"""Decisions and documents as pages have them worked out: the same there as here, errors and limits too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.overlay import overlay_stamp
from advisor.decision.results.changes.other_answers import effects_of
from advisor.errors import ReportError, TooHeavyError
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.report.compose import compose
from advisor.report.document import typeset
from advisor.report.document.meta import ReportLook
from advisor.report.export import FORMS, export
from advisor.report.replay.replay import replay, rerun
from advisor.report.replay.snapshot import dump_tables
from advisor.services.aside import decision_work
from advisor.services.aside.decision_work import (
    CatalogPlace,
    DecisionWork,
    ReportMade,
    ReportWork,
    assessed,
    get_ready,
    page_image,
    replayed,
    report_file,
    report_made,
    same_work,
)
from advisor.services.aside.run import run_aside, stop_workers, worker_ids
from advisor.settings import Settings

LOOK = ReportLook(language="de", sections=("requirements",))


@pytest.fixture(scope="module", autouse=True)
def _no_worker_stays() -> Iterator[None]:
    yield
    stop_workers()


@pytest.fixture
def place(tmp_path: Path) -> CatalogPlace:
    """The catalog as shipped."""
    return CatalogPlace(None, tmp_path, overlay_stamp(tmp_path))


@pytest.fixture
def answers() -> Answers:
    """A small decision."""
    return load_sample("marketing-images")


@pytest.fixture
def work(place: CatalogPlace, answers: Answers, catalog: Catalog) -> DecisionWork:
    """The decision on it."""
    return DecisionWork(answers, (), place, catalog.digest, seed=3, samples=200)


@pytest.fixture
def assessment(answers: Answers, catalog: Catalog) -> Assessment:
    """What is worked out here."""
    return assess(answers, catalog, seed=3, samples=200)


def aside(call: partial[object]) -> object:
    """What a call gives in a process of its own."""
    return run_aside(call, what="x", kind="decisions")


def test_an_assessment_is_the_same_there(work: DecisionWork, assessment: Assessment) -> None:
    """Every row too, those that are opened when they are read among them."""
    found = aside(partial(assessed, work))
    assert isinstance(found, Assessment)
    assert found.model_dump_json() == assessment.model_dump_json()


def test_other_answers_move_the_same_there(work: DecisionWork, catalog: Catalog) -> None:
    """What an unanswered question would move."""
    assert aside(partial(decision_work.other_answers, work)) == effects_of(work.answers, catalog)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_has_the_same_bytes(work: DecisionWork, assessment: Assessment, catalog: Catalog, form: str) -> None:
    """In every form."""
    asked = ReportWork(work, LOOK)
    assert aside(partial(report_file, asked, form=form)) == export(assessment, catalog, form=form, **dict(LOOK))


def test_a_report_has_the_same_file_and_pages(work: DecisionWork, assessment: Assessment, catalog: Catalog) -> None:
    """In one call, with the page that is asked for, or the last where there are fewer; others are drawn on demand."""
    drawn = typeset.drawings(compose(assessment, catalog, **dict(LOOK)))
    for page, shown, handed in ((2, 1, None), (99, -1, assessment)):
        made = aside(partial(report_made, ReportWork(work, LOOK, handed), form="pdf", page=page, ppi=40))
        assert isinstance(made, ReportMade)
        assert made.content == export(assessment, catalog, form="pdf", **dict(LOOK))
        assert made.image == typeset.page_image(drawn[shown], ppi=40) == page_image(made.drawn[shown], ppi=40)
        assert len(made.drawn) == len(drawn)


def test_what_is_handed_over_is_not_worked_out_again(
    work: DecisionWork, assessment: Assessment, catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless it is of another catalog; with it and without, the work is the same."""
    monkeypatch.setattr(decision_work, "assess", None)
    asked = ReportWork(work, LOOK, assessment)
    for form in ("json", "docx"):
        assert report_file(asked, form=form) == export(assessment, catalog, form=form, **dict(LOOK))
    assert (asked, hash(asked)) == (ReportWork(work, LOOK), hash(ReportWork(work, LOOK)))
    used = assessment.provenance.model_copy(update={"catalog_digest": "another"})
    with pytest.raises(TypeError, match="not callable"):
        report_file(replace(asked, assessed=assessment.model_copy(update={"provenance": used})), form="json")


def test_a_replay_is_the_same(place: CatalogPlace, assessment: Assessment, catalog: Catalog) -> None:
    """With the catalog of then and without."""
    again = same_work(assessment, place, catalog.digest)
    assert assessed(again).model_dump_json() == rerun(assessment, catalog).model_dump_json()
    for tables in (dump_tables(catalog), None):
        old = catalog if tables else None
        found = aside(partial(replayed, assessment, again, tables, assessment.choice_id))
        assert found == replay(assessment, catalog, old_catalog=old, chosen_id=assessment.choice_id)


def test_another_catalog_than_was_asked_for_is_refused(work: DecisionWork) -> None:
    """An overlay that was written between the question and the answer gives no report of either."""
    with pytest.raises(ReportError, match="ask once more"):
        aside(partial(report_file, ReportWork(replace(work, digest="another"), LOOK), form="md"))


def test_an_unknown_form_is_refused_there_too(work: DecisionWork) -> None:
    """With the words of ``export``."""
    with pytest.raises(ReportError, match="is not available"):
        aside(partial(report_file, ReportWork(work, LOOK), form="exe"))


def test_pages_and_file_rest_on_one_assessment_and_one_document(
    work: DecisionWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sees the pages downloads the file next."""
    made: list[str] = []
    for name in ("assess", "compose"):
        real = getattr(decision_work, name)

        def counted(*given: object, name: str = name, real: object = real, **also: object) -> object:
            made.append(name)
            assert callable(real)
            return real(*given, **also)

        monkeypatch.setattr(decision_work, name, counted)
    asked = ReportWork(replace(work, seed=4), LOOK)
    report_made(asked, form="pdf", page=1, ppi=20)
    report_file(asked, form="md")
    assert sorted(made) == ["assess", "compose"]


def test_what_takes_too_long_is_given_up(work: DecisionWork) -> None:
    """And the worker is ended with it."""
    stop_workers()
    with pytest.raises(TooHeavyError) as raised:
        run_aside(partial(report_file, ReportWork(work, LOOK), form="pdf"), what="x", kind="decisions", seconds=0.2)
    assert (raised.value.why, raised.value.limit) == ("time", 0.2)
    assert worker_ids() == ()


def test_the_place_of_an_installation_changes_with_its_overlay(tmp_path: Path) -> None:
    """So that a saved row is in the next report."""
    settings = Settings(home=tmp_path)
    before = CatalogPlace.of(settings)
    get_ready(before)
    settings.overlay_dir.mkdir()
    (settings.overlay_dir / "sources.csv").write_text("source_id\n")
    assert CatalogPlace.of(settings) != before
