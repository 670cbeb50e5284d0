"""The ablest option whose origin raises a question: seated with what must be settled, where doubt cannot explain it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_facts import Vendor
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.records import Seat
from advisor.decision.results.choice_facts import ORIGIN, reason_told
from advisor.decision.results.choice_record import IF_ALLOWED, choice_of
from advisor.decision.results.shortlist import (
    questioned,
    shortlist_of,
    shortlisted,
    with_questioned,
    with_unquestioned,
)
from advisor.decision.results.verdict_facts import verdict_told
from advisor.questionnaire.answers import Answers
from advisor.words.tell import tell


def _decided(kit: Any, *, ability: float, error: float = 1.0, enough: float = 0.9) -> Ranked:
    """Confidential data; three plain models, and one from a country without adequacy that is dearer and so able."""
    models = [kit.model(name) for name in ("plain", "other", "third", "abler")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    points = dict(zip((one.model_id for one in models), (60.0, 59.0, 58.0, ability), strict=True))
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=points, error=error)
    seats = [("US", "plain"), ("US", "other"), ("US", "third"), ("CN", "abler")]
    vendors = tuple(
        Vendor.model_construct(
            vendor_id=f"vendor-{name}", country=country, parent_country=None, certainty="stated", source="made-up"
        )
        for country, name in seats
    )
    plans = kit.plans([kit.api(one) for one in offers], cost=[300.0, 300.0, 300.0, 2_000.0])
    answers = kit.answers(
        use_case={"enough_fitness": enough},
        data={"classification": "confidential", "jurisdictions": ["US"]},
        priorities={"fitness": 3, "cost": 3},
    )
    return rank(prepare(answers, replace(catalog, vendors=vendors), plans=plans), samples=200)


def _row(ranked: Ranked, name: str) -> int:
    return next(row for row in range(len(ranked.matrix)) if ranked.model_id(row).endswith(f"/{name}"))


@pytest.fixture
def chosen(kit: Any) -> Ranked:
    """The plain one is chosen, and what is abler within reach of it."""
    ranked = _decided(kit, ability=68.0)
    ranked.__dict__["finding"] = replace(ranked.finding, choice=_row(ranked, "plain"))
    return ranked


def test_what_is_abler_than_doubt_explains_has_a_seat_with_what_must_be_settled(chosen: Ranked) -> None:
    """On a list of three, with its points, its money, and who must answer what before it is tested."""
    row = _row(chosen, "abler")
    assert chosen.origin(row) is not None
    assert questioned(chosen) == row
    seats = shortlisted(chosen)
    assert IF_ALLOWED in seats[row]
    assert len(seats) <= 3
    choice = next(one for one in shortlist_of(chosen) if one.model_id.endswith("/abler"))
    for language in ("en", "de", "fr"):
        assert tell(reason_told(choice, chosen.prepared.answers.budget), language)
    assert "points of 100 abler for" in tell(reason_told(choice, chosen.prepared.answers.budget), "en")
    assert tell(choice.told["test"], "en").startswith("Settle first whether your law and rules allow a model from")  # type: ignore[arg-type]


def test_none_where_doubt_explains_it_or_the_task_needs_no_more(kit: Any) -> None:
    """Nor where the choice's own origin is in question: what must be settled is settled for both."""
    for ability, error, enough in ((61.0, 3.0, 0.9), (68.0, 1.0, 0.55)):
        ranked = _decided(kit, ability=ability, error=error, enough=enough)
        ranked.__dict__["finding"] = replace(ranked.finding, choice=_row(ranked, "plain"))
        assert questioned(ranked) is None
    ranked = _decided(kit, ability=68.0)
    ranked.__dict__["finding"] = replace(ranked.finding, choice=_row(ranked, "abler"))
    assert questioned(ranked) is None


def test_a_full_list_gives_up_what_says_least(chosen: Ranked) -> None:
    """Never the choice, the best score or what is abler for little money."""
    choice, row = _row(chosen, "plain"), _row(chosen, "abler")
    other, third = _row(chosen, "other"), _row(chosen, "third")
    full = {choice: ("best score",), other: ("lowest risk",), third: ("another way",)}
    assert with_questioned(chosen, full, 3) == {choice: ("best score",), other: ("lowest risk",), row: (IF_ALLOWED,)}
    held = {choice: ("best score",), row: ("another way",)}
    assert with_questioned(chosen, held, 3)[row] == ("another way", IF_ALLOWED)


def test_whoever_buys_machines_still_sees_what_not_buying_costs(catalog: Catalog) -> None:
    """Where a seat raises the question of origin already, a second one does not push out the only other way."""
    telecom = {
        "title": "t",
        "use_cases": [
            {
                "name": "Chat",
                "task": "chat_assistant",
                "languages": ["fr", "en"],
                "workload": {"requests_per_day": 6_000_000, "input_tokens": 3_000, "output_tokens": 400},
            }
        ],
        "data": {"classification": "confidential", "residency": ["eu"], "jurisdictions": ["FR"]},
        "hosting": {"country": "FR", "operations_skills": "strong", "team": {"people": 8}},
        "priorities": {"fitness": 4, "cost": 5, "data_control": 4},
    }
    ranked = rank(prepare(Answers.model_validate(telecom), catalog), samples=500)
    choice = ranked.finding.choice
    assert choice is not None
    assert ranked.context(choice).deployment.commitment == "purchase"
    assert questioned(ranked) is not None
    order = ranked.ranking.order.tolist()
    plain = [row for row in order if ranked.origin(row) is None and row != choice]
    asks = next(row for row in order if ranked.origin(row) is not None and row != questioned(ranked))
    rented = next(row for row in plain if ranked.context(row).deployment.kind == "cloud_gpu")
    bought = next(row for row in plain if ranked.context(row).deployment.kind == "on_prem")
    seats: dict[int, tuple[Seat, ...]] = {choice: ("as good",), asks: ("best score",), rented: ("another way",)}
    assert with_questioned(ranked, seats, 3) == seats
    seats = {choice: ("best score",), bought: ("lowest risk",), rented: ("another way",)}
    assert rented not in with_questioned(ranked, seats, 3)


def test_every_option_on_the_list_says_what_its_origin_asks(chosen: Ranked) -> None:
    """In whichever role it sits: the one that is seated for it by its test, any other beside its reasons."""
    row = _row(chosen, "abler")
    seated = choice_of(chosen, row, ("best score",))
    assert seated.told[ORIGIN].key == "choice.origin.abroad"
    assert "allow a model from" in tell(reason_told(seated, chosen.prepared.answers.budget))
    assert ORIGIN not in choice_of(chosen, row, (IF_ALLOWED,)).told
    assert ORIGIN not in choice_of(chosen, _row(chosen, "plain"), ("best score",)).told


def test_the_verdict_says_that_the_origin_of_the_choice_is_to_be_cleared(chosen: Ranked) -> None:
    """In every language within what a sentence may hold; nothing is said of a choice that raises no question."""
    plain = tell(verdict_told(chosen))
    assert "origin" not in plain
    chosen.__dict__["finding"] = replace(chosen.finding, choice=_row(chosen, "abler"), verdict="clear choice")
    said = verdict_told(chosen)
    for language, words in {
        "en": "its origin (China)",
        "de": "seine Herkunft (China)",
        "fr": "origine (Chine)",
    }.items():
        assert words in tell(said, language)
        assert max(len(part.split()) for part in tell(said, language).split(". ")) <= 34


def test_a_way_of_hosting_whose_origin_is_asked_has_a_free_seat_for_one_that_is_not(chosen: Ranked) -> None:
    """The best that raises no question; where the list is full, or one such runs that way already, it stays."""
    asked: Seat = "best score"
    row = _row(chosen, "abler")
    plain = [one for one in chosen.ranking.order.tolist() if chosen.origin(one) is None]
    assert with_unquestioned(chosen, {row: (asked,)}) == {row: (asked,), plain[0]: ("another way",)}
    beside: dict[int, tuple[Seat, ...]] = {row: (asked,), plain[1]: ("as good",)}
    assert with_unquestioned(chosen, beside) == beside
    assert with_unquestioned(chosen, {plain[1]: (asked,)}) == {plain[1]: (asked,)}
