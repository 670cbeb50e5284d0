"""The pictures of the docs show the screens as they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from e2e.take_screenshots import IMAGES, SCREENS, SHOWN, shown_on
from playwright.sync_api import Browser
from running import app_running

pytestmark = pytest.mark.browser
LARGEST_BYTES = 200_000


def test_no_picture_is_of_a_screen_that_was_changed(browser: Browser, tmp_path: Path) -> None:
    """Headings, tabs and buttons are those that were there when the pictures were taken: else, make screenshots.

    In an app of its own: what other tests began would stand on the start page.
    """
    with app_running(tmp_path) as (url, _):
        assert shown_on(browser, url) == json.loads(SHOWN.read_text(encoding="utf-8")), "run make screenshots"


@pytest.mark.parametrize("name", SCREENS)
def test_every_picture_is_there_and_small(name: str) -> None:
    """A clone is not made heavy by pictures."""
    assert 0 < (IMAGES / f"{name}.png").stat().st_size <= LARGEST_BYTES
