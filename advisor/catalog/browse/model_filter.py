"""What a person asks of the catalog's table: words, kinds, facts and ranges, and the order of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from advisor.catalog.browse.find_model import fold
from advisor.catalog.browse.model_table import squashed
from advisor.geography import with_smaller
from advisor.units import Record

Sort = Literal["name", "newest", "price", "context", "size", "providers", "quality"]


class CatalogFilter(Record):
    """What the user asks of the catalog; an empty field asks nothing.

    ``max_price`` is in the unit of ``PRICE_UNITS`` for the model's kind; ``zones`` may hold ``own`` for weights that
    one can run oneself anywhere. Where a limit is set, a model whose figure is unknown is left out unless
    ``keep_unknown`` says otherwise. A language is met by the vendor's statement or by public scores in it, with
    ``languages_measured`` by scores alone; a country is that of the vendor's seat; ``among`` are the ids of models
    that something else allows (what runs on given GPUs).
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    vendors: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    commercial_use: tuple[str, ...] = ()
    openness: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    min_params_b: float | None = None
    max_params_b: float | None = None
    languages: tuple[str, ...] = ()
    languages_measured: bool = False
    countries: tuple[str, ...] = ()
    engines: tuple[str, ...] = ()
    among: tuple[str, ...] | None = None
    min_context: int | None = None
    max_context: int | None = None
    min_price: float | None = None
    max_price: float | None = None
    min_estimate: float | None = None
    max_estimate: float | None = None
    own_only: bool = False
    keep_unknown: bool = False
    sort: Sort = "newest"
    capability: str = "general"


def select(frame: pd.DataFrame, asked: CatalogFilter) -> pd.DataFrame:
    """The rows that meet the filter, sorted as asked (ties by name)."""
    keep = _by_facts(frame, asked) & _by_figures(frame, asked)
    for word in asked.text.split():
        keep &= _named(frame["search"], fold(word))
    return _sorted(frame[keep], asked)


def _by_facts(frame: pd.DataFrame, asked: CatalogFilter) -> pd.Series[bool]:
    """Rows that are, permit, speak and offer what was asked."""
    keep = pd.Series(data=True, index=frame.index)
    for column, wanted in (
        ("kind", asked.kinds),
        ("vendor", asked.vendors),
        ("country", asked.countries),
        ("licence_id", asked.licences),
        ("commercial_use", asked.commercial_use),
        ("openness", asked.openness),
        ("status", asked.statuses),
    ):
        if wanted:
            keep &= frame[column].isin(wanted)
    if asked.among is not None:
        keep &= frame["model_id"].isin(asked.among)
    for modality in asked.modalities:
        keep &= frame["modalities"].str.contains(f"|{modality}|", regex=False)
    for language in asked.languages:
        keep &= _speaks(frame, language, measured=asked.languages_measured)
    if asked.engines:
        keep &= _any_of(frame["engines"], asked.engines)
    if asked.zones:
        keep &= _any_of(frame["zones"], tuple(sorted(with_smaller(asked.zones))))
    return keep & frame["own"] if asked.own_only else keep


def _by_figures(frame: pd.DataFrame, asked: CatalogFilter) -> pd.Series[bool]:
    """Rows whose figures lie within what was asked, ends included."""
    keep = pd.Series(data=True, index=frame.index)
    for column, low, high in (
        ("total_params_b", asked.min_params_b, asked.max_params_b),
        ("context_tokens", asked.min_context, asked.max_context),
        ("price", asked.min_price, asked.max_price),
        (f"estimate {asked.capability}", asked.min_estimate, asked.max_estimate),
    ):
        if column in frame:
            keep &= _within(frame[column], low, high, unknown=asked.keep_unknown)
    return keep


def _named(names: pd.Series[str], word: str) -> pd.Series[bool]:
    """Rows one of whose names has the word, with or without its dashes."""
    found = names.str.contains(word, regex=False)
    return found | names.str.contains(squashed(word), regex=False) if any(map(str.isalpha, word)) else found


def _any_of(cells: pd.Series[str], wanted: Sequence[str]) -> pd.Series[bool]:
    found = pd.Series(data=False, index=cells.index)
    for value in wanted:
        found |= cells.str.contains(f"|{value}|", regex=False)
    return found


def _speaks(frame: pd.DataFrame, language: str, *, measured: bool) -> pd.Series[bool]:
    """Models with public scores in a language, or of which the vendor says that they speak it."""
    basis = f"basis language_{language}"
    scored = frame[basis].eq("fitted") if basis in frame else pd.Series(data=False, index=frame.index)
    return scored if measured else scored | frame["languages"].str.contains(f"|{language}|", regex=False)


def _within(cells: pd.Series[float], low: float | None, high: float | None, *, unknown: bool) -> pd.Series[bool]:
    if low is None and high is None:
        return pd.Series(data=True, index=cells.index)
    inside = cells.ge(low if low is not None else float("-inf")) & cells.le(high if high is not None else float("inf"))
    return inside | (cells.isna() if unknown else False)


def _sorted(frame: pd.DataFrame, asked: CatalogFilter) -> pd.DataFrame:
    column, ascending = {
        "name": ("name", True),
        "newest": ("release_date", False),
        "price": ("price", True),
        "context": ("context_tokens", False),
        "size": ("total_params_b", False),
        "providers": ("providers", False),
        "quality": (f"estimate {asked.capability}", False),
    }[asked.sort]
    if column not in frame.columns:
        column, ascending = "name", True
    return frame.sort_values([column, "model_id"], ascending=[ascending, True], na_position="last", kind="stable")
