"""The tour of the start page: offered, taken step by step, skipped."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from advisor.ui.start.tour import STEPS

APP = str(Path(__file__).resolve().parents[3] / "app.py")


def keys(app: AppTest) -> set[str]:
    """The keys of the buttons on the page."""
    return {button.key for button in app.button if button.key}


def test_who_skips_the_tour_is_not_asked_again() -> None:
    """One click, and the offer is gone from the page for good."""
    app = AppTest.from_file(APP, default_timeout=300).run()
    assert "tour.begin" in keys(app)
    app.button(key="tour.skip").click().run()
    assert not app.exception
    assert "tour.begin" not in keys(app)
    assert "tour.begin" not in keys(app.run())


def test_the_tour_begins_with_its_first_step() -> None:
    """A dialog opens over the page: one step, the way on, and the way out."""
    app = AppTest.from_file(APP, default_timeout=300).run()
    app.button(key="tour.begin").click().run()
    assert not app.exception
    assert {"tour.next", "tour.close"} <= keys(app)
    assert any(STEPS[0][0] in item.value for item in app.markdown)
