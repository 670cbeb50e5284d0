"""What is on the desk is kept with the first click, and every step can be undone."""

from __future__ import annotations

import pytest
from running import PATIENCE_S
from streamlit.testing.v1 import AppTest

from advisor.ui import state
from advisor.ui.state import OpenDecision


def _page() -> None:
    """A page with the desk: opens a sample, changes its title, lists what is unfinished."""
    import streamlit as st  # noqa: PLC0415 - the text of this function is a script of its own

    from advisor.questionnaire.presets import load_sample  # noqa: PLC0415
    from advisor.ui import state  # noqa: PLC0415
    from advisor.ui.frame import desk, working_copy  # noqa: PLC0415
    from advisor.ui.start import unfinished  # noqa: PLC0415

    desk.show()
    if st.button("open", key="open"):
        state.put_on_desk(load_sample("eu-bank-customer-service"))
    title = st.text_input("title", key="title")
    current = state.open_decision()
    if st.button("change", key="change") and current is not None:
        state.change_answers(current.answers.model_copy(update={"title": title}))
    unfinished.show_unfinished()
    working_copy.keep()


@pytest.fixture
def page() -> AppTest:
    """The page with a sample on the desk."""
    opened = AppTest.from_function(_page, default_timeout=PATIENCE_S).run()
    return opened.button(key="open").click().run()


def desk(page: AppTest) -> OpenDecision:
    """The decision on the desk."""
    found: OpenDecision = page.session_state["desk.open_decision"]
    return found


def change(page: AppTest, title: str) -> AppTest:
    """Answer one question otherwise."""
    page.text_input(key="title").set_value(title)
    return page.button(key="change").click().run()


def test_it_has_an_address_from_the_first_click(page: AppTest) -> None:
    """The address names its working copy, and opens it as it was left in another session."""
    copy_id = desk(page).copy_id
    assert page.query_params["draft"] == copy_id
    change(page, "changed")
    other = AppTest.from_function(_page, default_timeout=PATIENCE_S)
    other.query_params["draft"] = str(copy_id)
    other.run()
    assert desk(other).answers.title == "changed"
    assert desk(other).copy_id == copy_id


def test_steps_are_undone_and_done_again(page: AppTest) -> None:
    """Back to what the sample says, and forward to the change; fields start afresh."""
    before, token = desk(page).answers, desk(page).token
    change(page, "changed").run()
    page.button(key="desk.undo").click().run()
    assert desk(page).answers == before
    assert desk(page).token > token
    assert page.button(key="desk.undo").disabled
    page.button(key="desk.redo").click().run()
    assert desk(page).answers.title == "changed"


def test_a_saved_decision_that_was_changed_can_go_back_to_what_is_saved(page: AppTest) -> None:
    """Saving takes the copy out of the address; the next change puts it there again."""
    saved = desk(page).answers
    page.run()
    page.button(key="desk.save").click().run()
    assert "draft" not in page.query_params
    change(page, "changed").run()
    assert page.query_params["decision"] == desk(page).decision_id
    assert page.query_params["draft"] == desk(page).copy_id
    page.button(key="desk.undo").click().run()
    assert desk(page).answers == saved


def test_a_saved_decision_opened_anew_begins_with_what_is_saved(page: AppTest) -> None:
    """Its first change can be undone although nobody had changed anything in this session before."""
    page.run()
    page.button(key="desk.save").click().run()
    other = AppTest.from_function(_page, default_timeout=PATIENCE_S)
    other.query_params["decision"] = str(desk(page).decision_id)
    other.run()
    assert desk(other).copy_id is None
    change(other, "changed").run()
    other.button(key="desk.undo").click().run()
    assert desk(other).answers == desk(page).answers


def test_what_was_changed_and_left_can_be_continued_or_discarded(page: AppTest) -> None:
    """A sample that was only looked at is not listed."""
    copy_id = desk(page).copy_id
    page.run()
    assert f"start.continue.{copy_id}" not in {str(button.key) for button in page.button}
    change(page, "changed").run()
    other = AppTest.from_function(_page, default_timeout=PATIENCE_S).run()
    assert f"start.continue.{copy_id}" in {str(button.key) for button in other.button}
    other.button(key=f"start.discard.{copy_id}").click().run()
    assert f"start.continue.{copy_id}" not in {str(button.key) for button in other.button}


def test_an_address_of_a_copy_that_is_gone_says_so() -> None:
    """And leaves the page usable."""
    page = AppTest.from_function(_page, default_timeout=PATIENCE_S)
    page.query_params["draft"] = "no-such-copy"
    page.run()
    assert not page.exception
    assert "not kept here any more" in page.warning[0].value


def test_the_address_of_a_copy_never_changes_while_it_is_opened(monkeypatch: pytest.MonkeyPatch, page: AppTest) -> None:
    """An address that loses the copy and gets it back is two steps of history: Back would lead nowhere."""
    named: list[str | None] = []
    opened = AppTest.from_function(_page, default_timeout=PATIENCE_S)
    opened.query_params["draft"] = str(desk(page).copy_id)
    monkeypatch.setattr(state, "_show_in_url", lambda shown: named.append(shown and shown.copy_id))
    opened.run()
    assert set(named) == {desk(page).copy_id}
