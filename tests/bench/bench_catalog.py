"""The catalog's budgets: loading against reading the same bytes as bare CSV, filtering against an empty page's rerun.

Run by ``make bench``; it prints figures and ratios and judges none, since a machine's speed is not the code's.
"""

from __future__ import annotations

import csv
import io
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from advisor.catalog.audit.check import audit
from advisor.catalog.browse.model_filter import CatalogFilter, select
from advisor.catalog.browse.model_table import model_frame
from advisor.catalog.load import SHIPPED, load_catalog
from advisor.catalog.tables.schema import TABLES
from advisor.catalog.tables.schema_hosting import HOSTING_TABLES

pytestmark = pytest.mark.bench
APP = Path(__file__).resolve().parents[2] / "app.py"
EMPTY = "import streamlit as st\nst.text_input('Search', key='catalog.search', help='x')\n"
REPEATS = 9
TEXTS = ("llama", "qwen", "gpt", "claude", "mistral", "gemini", "deepseek", "embed", "whisper")


def median_of(action: Callable[[], object]) -> float:
    """Median seconds of several runs after one to warm up."""
    action()
    times = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def bare() -> int:
    """Read every table as CSV and validate nothing."""
    rows = 0
    for table in TABLES | HOSTING_TABLES:
        path = SHIPPED / f"{table}.csv"
        if path.is_file():
            rows += sum(1 for _ in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    return rows


def test_loading() -> None:
    """Load and validate the whole catalog; the budget is 300 ms."""
    loading, floor = median_of(load_catalog), median_of(bare)
    print(f"\nload and validate: {loading * 1e3:.0f} ms; bare CSV {floor * 1e3:.0f} ms; ratio {loading / floor:.1f}")


def test_auditing() -> None:
    """Audit a loaded catalog."""
    catalog = load_catalog()
    print(f"\naudit: {median_of(lambda: audit(catalog)) * 1e3:.0f} ms")


def test_selecting() -> None:
    """Filter and sort the table without a screen."""
    frame = model_frame(load_catalog())
    asked = CatalogFilter(text="llama 3", kinds=("text",), zones=("eu",), max_price=5, sort="price")
    print(f"\nfilter and sort: {median_of(lambda: select(frame, asked)) * 1e3:.1f} ms")


def rerun(page: AppTest) -> float:
    """Median seconds of a rerun after another text was searched for."""
    texts = iter(TEXTS * 9)

    def search() -> None:
        page.text_input(key="catalog.search").set_value(next(texts))
        assert not page.run().exception

    return median_of(search)


def test_filtering_on_screen() -> None:
    """A search on the page against the same gesture on an empty page; the budget is 100 ms more."""
    empty = rerun(AppTest.from_string(EMPTY, default_timeout=60).run())
    page = AppTest.from_file(str(APP), default_timeout=60).run().switch_page("pages/catalog.py").run()
    ours = rerun(page)
    more = (ours - empty) * 1e3
    print(f"\nsearch on the page: {ours * 1e3:.0f} ms; empty page {empty * 1e3:.0f} ms; more {more:.0f} ms")
