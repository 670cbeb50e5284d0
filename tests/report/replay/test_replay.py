"""Replay and watch: planted changes are named exactly, with their effects."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import lru_cache

import pytest
from report import samples
from report.samples import BANK, nothing_fits, sample_assessment, text_of
from report.test_languages import bare, english_in, spoken

from advisor.assessment import Assessment, assess, choice_of
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Recommendation
from advisor.errors import ReportError
from advisor.questionnaire.presets import load_sample
from advisor.report.compose import compose
from advisor.report.document.dates import review_date
from advisor.report.document.meta import ReportMeta
from advisor.report.export import export
from advisor.report.replay.catalog_changes import changes_between
from advisor.report.replay.replay import place_of, replay
from advisor.report.replay.replay_words import cause_effect, cause_text, replay_lines, replay_verdict
from advisor.report.replay.snapshot import dump_tables, load_tables
from advisor.report.replay.watch import WatchedDecision, WatchNote, watch
from advisor.report.replay_record import Replay
from advisor.words.language import words_in

SAMPLE = "contract-analyser"
NEW_ID = "newco/newcomer-1"
DEAR = 4
PRICES = ("input_usd_per_mtok", "output_usd_per_mtok", "long_input_usd_per_mtok", "long_output_usd_per_mtok")
TODAY = date(2026, 12, 1)


@lru_cache(maxsize=1)
def shipped() -> Catalog:
    """The shipped catalog, of whose prices nothing is announced: each test plants what moves."""
    return dataclasses.replace(samples.shipped(), announced_prices=(), digest="nothing announced")


@lru_cache(maxsize=1)
def before() -> Assessment:
    """The decision as it was taken, with providers' services alone, so that each price is one offer's."""
    answers = load_sample(SAMPLE)
    hosting = answers.hosting.model_copy(update={"allowed": ("provider_api",)})
    return assess(answers.model_copy(update={"hosting": hosting}), shipped(), samples=400)


@lru_cache(maxsize=1)
def planted() -> Catalog:
    """A later catalog: the choice became four times as dear, the best other model retires, a newcomer appeared."""
    catalog = shipped()
    first, second = chosen(), runner_up(before())
    source = catalog.model[first.model_id]
    newcomer = source.model_copy(update={"model_id": NEW_ID, "name": "Newcomer 1", "predecessor_id": None})
    ending = {"status": "deprecated", "retires_on": date(2027, 3, 1)}
    models = [model.model_copy(update=ending if model.model_id == second else {}) for model in catalog.models]
    offers = []
    for offer in catalog.offers:
        if offer.offer_id == first.deployment.offer_id:
            prices = {name: getattr(offer, name) for name in PRICES if getattr(offer, name) is not None}
            offers.append(offer.model_copy(update={name: price * DEAR for name, price in prices.items()}))
            offers.append(
                offer.model_copy(
                    update={"offer_id": "newcomer-offer", "model_id": NEW_ID}
                    | {name: price / 2 for name, price in prices.items()}
                )
            )
        else:
            offers.append(offer)
    abilities = [
        row.model_copy(update={"model_id": NEW_ID}) for row in catalog.capabilities if row.model_id == first.model_id
    ]
    return dataclasses.replace(
        catalog,
        models=(*models, newcomer),
        offers=tuple(offers),
        capabilities=(*catalog.capabilities, *abilities),
        digest="planted",
    )


def chosen() -> Recommendation:
    """The choice of then."""
    found = choice_of(before())
    assert found is not None
    return found


def runner_up(assessment: Assessment) -> str:
    """The best model other than the choice."""
    first = chosen().model_id
    return next(entry.model_id for entry in assessment.recommendations if entry.model_id != first)


@lru_cache(maxsize=1)
def replayed() -> Replay:
    """The decision replayed on the later catalog."""
    return replay(before(), planted(), old_catalog=shipped())


def test_the_planted_causes_are_named_and_no_others() -> None:
    """A price rise, a retirement and a newcomer: exactly these three."""
    first = chosen()
    causes = {cause.kind: cause for cause in replayed().causes}
    assert sorted(cause.kind for cause in replayed().causes) == ["new model", "price", "retirement"]
    assert causes["price"].own_model_id == first.model_id
    assert causes["retirement"].subject_id == runner_up(before())
    assert causes["new model"].subject_id == NEW_ID


def test_each_cause_carries_its_own_effect() -> None:
    """The price moves the choice's cost, the retirement the runner-up's rank, the newcomer enters."""
    causes = {cause.kind: cause for cause in replayed().causes}
    price, gone, new = causes["price"], causes["retirement"], causes["new model"]
    assert price.cost_before is not None
    assert price.cost_after is not None
    assert price.cost_after > 1.5 * price.cost_before
    assert gone.cost_after == gone.cost_before
    rank = next(entry.rank for entry in before().recommendations if entry.model_id == runner_up(before()))
    assert gone.own_rank_before == rank
    assert gone.own_rank_after is None or gone.own_rank_after > rank
    assert new.own_rank_before is None
    assert new.own_rank_after is not None
    assert new.own_rank_after <= chosen().rank
    assert new.changes_first
    effect = cause_effect(words_in("en"), replayed(), new)
    assert effect.startswith(f"Enters at rank {new.own_rank_after}")
    assert "Newcomer 1" in effect


def test_the_whole_move_of_the_choice_is_told() -> None:
    """Rank, score, cost and verdict of then and now in one sentence, in the language asked for."""
    line = replay_lines(words_in("en"), replayed())[1]
    now = next(move for move in replayed().moves if move.alternative_id == chosen().alternative_id)
    assert now.rank_after is not None
    assert now.rank_after > chosen().rank
    ranks = f"{chosen().rank} → {now.rank_after}"
    assert line.startswith(f"The choice of then, all in all: rank {ranks}, score ")
    assert "USD a month" in line
    assert "verdict" in line
    assert replay_lines(words_in("de"), replayed())[1].startswith(f"Die damalige Wahl insgesamt: Rang {ranks}, Punkte ")


def test_a_policy_change_is_named_field_by_field() -> None:
    """What the provider does with data now is said in words; the choice fails the gate because of it."""
    provider_id = chosen().deployment.provider
    worse = {"training_default": "trains", "retention_default": "retained", "retention_days": 365}
    providers = tuple(
        row.model_copy(update=worse if row.provider_id == provider_id else {}) for row in shipped().providers
    )
    found = replay(
        before(), dataclasses.replace(shipped(), providers=providers, digest="policy"), old_catalog=shipped()
    )
    assert [cause.kind for cause in found.causes] == ["policy"]
    assert "trains on data by default" in cause_text(words_in("en"), found.causes[0])
    assert "trainiert standardmäßig mit Daten" in cause_text(words_in("de"), found.causes[0])
    assert "The choice of then leaves the ranking" in cause_effect(words_in("en"), found, found.causes[0])
    assert not found.still_feasible


def test_every_price_that_moved_is_named() -> None:
    """Input and output became dearer: both prices are told, then and now."""
    price = next(cause for cause in replayed().causes if cause.kind == "price")
    text = cause_text(words_in("en"), price)
    assert "10⁶ input tokens: " in text
    assert "10⁶ output tokens: " in text
    offer = shipped().offer[chosen().deployment.offer_id or ""]
    assert text.count(" USD → ") == sum(getattr(offer, name) is not None for name in PRICES)


def test_an_engine_that_changes_nothing_says_so() -> None:
    """The version is named, and that no rank moved."""
    used = before().provenance.model_copy(update={"engine_version": "0.0.1"})
    found = replay(before().model_copy(update={"provenance": used}), shipped(), old_catalog=shipped())
    effect = cause_effect(words_in("en"), found, found.causes[0])
    assert effect == "The first ranks and the cost of the choice stay as they were."


@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_annex_names_alternatives_and_causes_in_its_language(language: str) -> None:
    """No English is left in the annex: neither names of alternatives, nor what changed, nor the effect."""
    document = compose(before(), shipped(), language=language, sections=("replay",), meta=ReportMeta(replay=replayed()))
    annex = next(section for section in document.sections if section.key == "replay")
    texts = [bare(text, before()) for text in spoken((annex.title, annex.blocks))]
    assert not [text for text in texts if english_in(text.replace("Newcomer 1", "·"), language)]


@pytest.mark.parametrize(("language", "said"), [("de", "neu im Katalog"), ("fr", "nouveau au catalogue")])
def test_watch_speaks_the_language_asked_for(language: str, said: str) -> None:
    """The notes of the watch, in German and French."""
    notes = watch([watched()], planted(), TODAY, language=language)
    assert any(said in note.sentence for note in notes)
    assert not [note.sentence for note in notes if english_in(bare(note.sentence, before()), language)]


def test_the_verdict_says_whether_the_choice_is_still_right() -> None:
    """The newcomer is first, the choice still passes every gate."""
    assert not replayed().still_first
    assert replayed().still_feasible
    label, text, tone = replay_verdict(words_in("en"), replayed())
    assert (label, tone) == ("No longer the choice", "open")
    assert "Newcomer 1" in text


def test_replay_on_the_same_catalog_finds_nothing() -> None:
    """No cause, no move, still first."""
    same = replay(before(), shipped(), old_catalog=shipped())
    assert same.causes == ()
    assert same.still_first
    assert all(move.rank_before == move.rank_after for move in same.moves)
    assert "No change of the catalog touches this decision." in replay_lines(words_in("en"), same)


def test_another_engine_is_a_cause() -> None:
    """A record of another engine version names the engine."""
    used = before().provenance.model_copy(update={"engine_version": "0.0.1"})
    old = before().model_copy(update={"provenance": used})
    assert [cause.kind for cause in replay(old, shipped(), old_catalog=shipped()).causes] == ["engine"]


def test_without_the_old_catalog_the_causes_are_read_from_the_records() -> None:
    """The same three kinds are found, and the replay says that it is incomplete."""
    found = replay(before(), planted())
    assert not found.complete
    assert {"price", "retirement", "new model"} <= {cause.kind for cause in found.causes}


def test_a_removed_model_is_no_longer_possible() -> None:
    """A choice that left the catalog fails the gate of being offered."""
    gone = chosen().model_id
    catalog = dataclasses.replace(
        shipped(),
        models=tuple(model for model in shipped().models if model.model_id != gone),
        offers=tuple(offer for offer in shipped().offers if offer.model_id != gone),
        digest="removed",
    )
    found = replay(before(), catalog, old_catalog=shipped())
    assert not found.still_feasible
    assert replay_verdict(words_in("en"), found)[0] == "No longer possible"
    assert "retirement" in {cause.kind for cause in found.causes}


def test_a_decision_in_which_nothing_fitted_can_be_replayed() -> None:
    """Nothing fits twice is said so."""
    found = replay(nothing_fits(), shipped(), old_catalog=shipped())
    assert replay_verdict(words_in("en"), found)[0] == "Still nothing fits"


def test_the_replay_is_an_annex_of_the_report() -> None:
    """The PDF prints verdict, causes and moves."""
    text = " ".join(text_of(export(before(), shipped(), form="pdf", meta=ReportMeta(replay=replayed()))).split())
    for wanted in (
        "Annex: replay on a later catalog",
        "No longer the choice",
        "Retirement",
        "New model",
        "How the ranking moved",
    ):
        assert wanted in text


def test_equal_catalogs_have_no_changes() -> None:
    """Bookkeeping such as the day of a check is no change either."""
    checked = tuple(model.model_copy(update={"checked_on": date(2027, 1, 1)}) for model in shipped().models)
    assert changes_between(shipped(), dataclasses.replace(shipped(), models=checked)) == ()


def test_a_kept_catalog_is_the_same_catalog() -> None:
    """Every table survives being kept, and gives the same replay."""
    kept = load_tables(dump_tables(shipped()))
    assert kept.digest == shipped().digest
    assert kept.models == shipped().models
    assert kept.offers == shipped().offers
    assert changes_between(shipped(), kept) == ()


@pytest.mark.parametrize("content", [b"", b"not a catalog", dump_tables(shipped())[:100]])
def test_a_damaged_kept_catalog_is_refused(content: bytes) -> None:
    """The message says what is wrong instead of showing a traceback."""
    with pytest.raises(ReportError, match="cannot be read"):
        load_tables(content)


def test_an_alternative_is_found_again_under_another_gpu() -> None:
    """Where the planner now takes another GPU, the same model run the same way stands for it."""
    entry = next(item for item in sample_assessment(BANK).recommendations if item.deployment.kind == "on_prem")
    other = entry.alternative_id.rsplit(":", 2)[0] + ":other-gpux9:fp8"
    place = place_of(sample_assessment(BANK), other)
    assert place.rank is not None


def watched(**changes: object) -> WatchedDecision:
    """The decision as the watch sees it."""
    base = WatchedDecision(decision_id="d", name="Contracts", status="approved", assessment=before())
    return base.model_copy(update=changes)


def reasons(notes: tuple[WatchNote, ...]) -> list[str]:
    """The reasons of the notes."""
    return [note.reason for note in notes]


def test_watch_is_silent_while_nothing_happened() -> None:
    """On the same catalog before the review date there is nothing to say."""
    assert watch([watched()], shipped(), TODAY) == ()


def test_watch_marks_a_due_review() -> None:
    """From the review date on the decision is marked."""
    due = review_date(before())
    assert reasons(watch([watched()], shipped(), due)) == ["review due"]
    assert watch([watched()], shipped(), date.fromordinal(due.toordinal() - 1)) == ()


def test_watch_marks_price_and_newcomer() -> None:
    """The planted catalog gives both notes, with the amounts in the sentence."""
    notes = watch([watched()], planted(), TODAY)
    assert reasons(notes) == ["price moved", "newcomer first"]
    assert "USD" in notes[0].sentence
    assert "Newcomer 1" in notes[1].sentence


def test_watch_marks_a_choice_that_retires_and_a_gate_that_no_longer_holds() -> None:
    """A choice of the retiring runner-up is marked for both reasons."""
    second = next(item for item in before().recommendations if item.model_id == runner_up(before()))
    found = reasons(watch([watched(chosen_id=second.alternative_id)], planted(), TODAY))
    assert found[:1] == ["retires"]


def test_a_small_price_move_is_not_worth_a_note() -> None:
    """The share above which a price counts is an argument."""
    assert "price moved" not in reasons(watch([watched()], planted(), TODAY, price_moved=50.0))


@pytest.mark.parametrize("status", ["rejected", "superseded"])
def test_closed_decisions_are_not_watched(status: str) -> None:
    """What was rejected or superseded needs no review."""
    assert watch([watched(status=status)], planted(), date(2030, 1, 1)) == ()
