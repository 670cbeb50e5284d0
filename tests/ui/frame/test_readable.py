"""Stored records that cannot be read cost no page: they are counted, and can be taken out."""

from __future__ import annotations

import pytest
from running import PATIENCE_S
from streamlit.testing.v1 import AppTest

from advisor.storage.trials import TrialStore


def _page(language: str) -> None:
    import streamlit  # noqa: PLC0415 - the text of this function is a script of its own

    from advisor.trials.records import KeySource  # noqa: PLC0415
    from advisor.ui import state  # noqa: PLC0415
    from advisor.ui.frame.readable import readable  # noqa: PLC0415

    streamlit.session_state[state.LANGUAGE] = language
    sound = KeySource(kind="env", name="ADVISOR_KEY_A").model_dump_json()
    found = readable(KeySource, [sound, "{nope"], key="one")
    streamlit.text(len(found + readable(KeySource, ["", "[]", "{}"])))


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_what_cannot_be_read_is_counted_and_can_be_taken_out(language: str) -> None:
    """The others are given; how many are not is said in words, one or several."""
    page = AppTest.from_function(_page, kwargs={"language": language}, default_timeout=PATIENCE_S).run()
    assert not page.exception, page.exception
    assert [warning.value[:2] for warning in page.warning] == ["1 ", "2 "]
    assert page.text[0].value == "2"


@pytest.mark.parametrize("name", ["playground", "connections", "evaluation"])
def test_no_page_stops_at_a_damaged_connection_or_run(name: str, app: AppTest, store: TrialStore, home: object) -> None:
    """The page is drawn whole, and says what it left out."""
    store.save_connection("damaged", "{nope")
    page = app.switch_page(f"pages/{name}.py").run()
    assert not page.exception, page.exception
    assert [warning.value for warning in page.warning if warning.value.startswith("1 ")]
