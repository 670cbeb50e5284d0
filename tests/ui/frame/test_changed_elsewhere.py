"""Somebody else saved first: mine, theirs, both, or answer by answer; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from running import PATIENCE_S
from streamlit.testing.v1 import AppTest

from advisor.errors import NotAllowedError, NotFoundError, StorageError
from advisor.questionnaire.presets import load_sample
from advisor.settings import Settings
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions, SavedDecision
from advisor.storage.lifecycle import Lifecycle
from advisor.ui.state import OpenDecision

BASE = load_sample("eu-bank-customer-service")
MINE = BASE.model_copy(update={"notes": "*mine*"})
THEIRS = BASE.model_copy(
    update={"notes": "theirs", "budget": BASE.budget.model_copy(update={"monthly_cap": Decimal(70_000)})}
)


def _page() -> None:
    """A page with the desk and two buttons: open the saved decision, and answer one question."""
    import streamlit as st  # noqa: PLC0415 - the text of this function is a script of its own

    from advisor.ui import state  # noqa: PLC0415
    from advisor.ui.cached import installation  # noqa: PLC0415
    from advisor.ui.frame import desk, working_copy  # noqa: PLC0415

    desk.show()
    if st.button("open", key="open"):
        kept = installation.decisions().all()[0]
        state.put_on_desk(kept.answers, decision_id=kept.decision_id, revision=kept.revision)
    current = state.open_decision()
    if st.button("change", key="change") and current is not None:
        state.change_answers(current.answers.model_copy(update={"notes": "*mine*"}))
        st.rerun()
    working_copy.keep()


def stored() -> Decisions:
    """The repository of the page."""
    return Decisions(open_database(Settings().resolved_database_url()))


def desk(page: AppTest) -> OpenDecision:
    """The decision on the desk."""
    found: OpenDecision = page.session_state["desk.open_decision"]
    return found


@pytest.fixture
def first() -> SavedDecision:
    """The decision as both opened it."""
    return stored().create(BASE)


@pytest.fixture
def asked(first: SavedDecision) -> AppTest:
    """A page whose save came second."""
    page = AppTest.from_function(_page, default_timeout=PATIENCE_S).run()
    page.button(key="open").click().run()
    page.button(key="change").click().run()
    stored().change(first.decision_id, THEIRS, revision=1)
    return page.button(key="desk.save").click().run()


def choose(page: AppTest, way: str) -> AppTest:
    """Answer the question."""
    page.radio(key="conflict.way").set_value(way).run()
    return page.button(key="conflict.go").click().run()


def test_the_second_save_stores_nothing_and_asks(asked: AppTest, first: SavedDecision) -> None:
    """What is stored is theirs; mine is on the desk; both are told apart."""
    assert not asked.exception
    assert stored().get(first.decision_id).answers == THEIRS
    assert desk(asked).answers == MINE
    assert asked.radio(key="conflict.way").value == "mine"


def test_mine_stands_and_theirs_is_an_earlier_version(asked: AppTest, first: SavedDecision) -> None:
    """Three versions, mine the newest."""
    page = choose(asked, "mine")
    versions = stored().versions(first.decision_id)
    assert [version.answers for version in versions] == [MINE, THEIRS, BASE]
    assert desk(page).saved


def test_theirs_stands_and_undo_brings_mine_back(asked: AppTest, first: SavedDecision) -> None:
    """Nothing is stored; mine is the step before."""
    page = choose(asked, "theirs")
    assert (desk(page).answers, desk(page).saved, desk(page).revision) == (THEIRS, True, 2)
    assert stored().get(first.decision_id).revision == 2
    page.button(key="desk.undo").click().run()
    assert (desk(page).answers, desk(page).saved) == (MINE, False)


def test_both_stand_as_two_decisions(asked: AppTest, first: SavedDecision) -> None:
    """Mine becomes a decision of its own, and is on the desk."""
    page = choose(asked, "both")
    assert stored().get(first.decision_id).answers == THEIRS
    assert desk(page).decision_id != first.decision_id
    assert stored().get(str(desk(page).decision_id)).answers == MINE


def test_answer_by_answer_keeps_what_each_changed_alone(asked: AppTest, first: SavedDecision) -> None:
    """The budget that they changed is chosen already, the notes that both changed are mine until chosen otherwise."""
    page = asked.radio(key="conflict.way").set_value("each").run()
    shown = {radio.label: (radio.value, list(radio.options)) for radio in page.radio if "line" in str(radio.key)}
    assert shown["budget\\: monthly cap"] == ("theirs", ["mine\\: 60000", "theirs\\: 70000"])
    assert shown["notes"] == ("mine", ["mine\\: \\*mine\\*", "theirs\\: theirs"])
    page.button(key="conflict.go").click().run()
    whole = stored().get(first.decision_id)
    assert (whole.revision, whole.answers) == (3, THEIRS.model_copy(update={"notes": "*mine*"}))
    assert desk(page).answers == whole.answers


def test_what_was_locked_meanwhile_stays_and_mine_becomes_a_copy(first: SavedDecision) -> None:
    """A proposed decision that somebody rejected while I worked on it."""
    page = AppTest.from_function(_page, default_timeout=PATIENCE_S).run()
    page.button(key="open").click().run()
    page.button(key="change").click().run()
    engine = open_database(Settings().resolved_database_url())
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE decision SET status = 'proposed'")
    Lifecycle(engine).move(first.decision_id, "rejected", actor="Ada", reason="no")
    page.button(key="desk.save").click().run()
    assert [option[:4] for option in page.radio(key="conflict.way").options] == ["Both", "Thei"]
    page.button(key="conflict.go").click().run()
    assert stored().get(str(desk(page).decision_id)).answers == MINE
    assert stored().get(first.decision_id).answers == BASE


@pytest.mark.parametrize("way", ["removed while it was asked", "removed", "closed"])
def test_what_is_gone_or_closed_leaves_mine_to_be_kept(
    first: SavedDecision, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Removed for good, or shared with me for reading alone by now: mine becomes a decision of its own."""
    page = AppTest.from_function(_page, default_timeout=PATIENCE_S).run()
    page.button(key="open").click().run()
    page.button(key="change").click().run()
    if way == "removed while it was asked":
        stored().change(first.decision_id, THEIRS, revision=1)
        page.button(key="desk.save").click().run()
        monkeypatch.setattr(Decisions, "get", _refusing(NotFoundError("there is no such decision")))
        page.run()
    else:
        refusal = NotFoundError("there is no such decision") if way == "removed" else NotAllowedError("not by you")
        monkeypatch.setattr(Decisions, "change", _refusing(refusal))
        page.button(key="desk.save").click().run()
    assert not page.error
    page.button(key="conflict.own").click().run()
    assert not page.exception
    assert desk(page).saved
    assert desk(page).decision_id != first.decision_id
    assert sum(kept.answers.notes == "*mine*" for kept in stored().all()) == 1


def _refusing(error: StorageError) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise error

    return refuse
