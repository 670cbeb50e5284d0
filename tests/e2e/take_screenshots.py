"""The pictures of the docs, taken from the app as it is: ``make screenshots`` writes ``docs/images``.

Beside the pictures stands what their screens offer (headings, tabs, buttons). A test compares that with the app of
today, so that a picture of a screen that was changed is found stale; figures and models may change without it.
"""

from __future__ import annotations

import io
import json
import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from e2e.test_journey import go, open_sample, settled
from PIL import Image
from playwright.sync_api import expect, sync_playwright
from running import CHROMIUM_FLAGS, PATIENCE_S, app_running, chromium_path, patient_context

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES: Final = Path(__file__).resolve().parents[2] / "docs" / "images"
SHOWN: Final = IMAGES / "shown.json"
SIZE: Final = {"width": 1280, "height": 800}
COLOURS: Final = 128
"""Enough for flat screens, at a third of the size."""


def _start(page: Page, url: str) -> None:
    page.goto(url)
    settled(page)


def _verdict(page: Page, url: str) -> None:
    open_sample(page, url)


def _page(title: str) -> Callable[[Page, str], None]:
    return lambda page, _: go(page, title)


SCREENS: Final[Mapping[str, Callable[[Page, str], None]]] = MappingProxyType(
    {
        "start": _start,
        "recommendation": _verdict,
        "requirements": _page("Requirements"),
        "hosting": _page("Hosting"),
        "report": _page("Report"),
    }
)
"""Each picture and the way to its screen, from the screen before."""


def shown_on(browser: Browser, url: str, folder: Path | None = None) -> dict[str, list[str]]:
    """What every screen offers; with a ``folder``, a picture of each is written there."""
    context = patient_context(browser, viewport=SIZE)
    page = context.new_page()
    found = {}
    for name, reach in SCREENS.items():
        reach(page, url)
        found[name] = _offered(page)
        if folder is not None:
            _write(page.screenshot(), folder / f"{name}.png")
    context.close()
    return found


def _offered(page: Page) -> list[str]:
    """The headings, tabs and buttons of the page without those that hold figures, in order of the alphabet."""
    main = page.get_by_test_id("stMain")
    texts = [
        " ".join(text.split())
        for role in ("heading", "tab", "button")
        for text in main.get_by_role(role).all_inner_texts()  # type: ignore[arg-type]
    ]
    return sorted({text for text in texts if text and not re.search(r"\d|^chevron_", text)})


def _write(content: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(content)) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    """Start the app on a home of its own, take the pictures, note what was on them."""
    expect.set_options(timeout=PATIENCE_S * 1000)
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        app_running(Path(home)) as (url, _),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*CHROMIUM_FLAGS])
        found = shown_on(browser, url, IMAGES)
        browser.close()
    SHOWN.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stderr.write(f"{len(found)} pictures in {IMAGES}\n")


if __name__ == "__main__":
    main()
