"""Build the capability estimates of the whole catalog, and the report on how far they can be trusted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from advisor.capability.arrays import Priors
from advisor.capability.docs_page import renewed
from advisor.capability.estimates import Group, estimates, group_of
from advisor.capability.inferred.covariates import Prices, known_of, list_prices
from advisor.capability.inferred.relatedness import relatedness
from advisor.capability.languages import language_estimates, language_problem, languages_of
from advisor.capability.observations import CAPABILITY_GROUPS, LANGUAGE_CAPABILITIES, assemble
from advisor.capability.report_figures import (
    Report,
    describe_group,
    describe_languages,
    describe_rolling_origin,
    empty_report,
)
from advisor.capability.rolling_origin import ORIGINS, predictions
from advisor.capability.stitching import fit
from advisor.capability.validation import hold_out, quick, stretch
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema import Benchmark, Board, CapabilityEstimate, Model, Offer, PricePoint
from advisor.catalog.tables.write import report_text, table_text, write_text

ESTIMATES_FILE: Final = "capabilities.csv"
REPORT_FILE: Final = "capability_report.json"
SELDOM_TESTED: Final = frozenset({"speech", "image"})  # one to three boards per model
NORMAL: Final = 1000.0  # degrees of freedom at which Student's t is a normal
LANGUAGE_FOLDS: Final = 5


def priors_of(capabilities: tuple[str, ...]) -> Priors:
    """Priors of a group: noise is normal where models stand on too few boards to tell an outlier from a weak model."""
    return Priors(freedom=NORMAL) if capabilities[0] in SELDOM_TESTED else Priors()


def build(
    models: Sequence[Model],
    boards: Sequence[Board],
    benchmarks: Sequence[Benchmark],
    offers: Iterable[Offer] = (),
    price_history: Iterable[PricePoint] = (),
    *,
    look_back: bool = True,
) -> tuple[tuple[CapabilityEstimate, ...], Report]:
    """Fit every group of capabilities; returns the estimates (sorted by model and capability) and the report.

    Neither depends on the order of the rows. Boards of other capabilities than those fitted are evidence only. Offers
    and past prices say where in a vendor's list a model stands. The fits of earlier days, a third of the time, tell the
    report how well past models were predicted; the estimates do without (``look_back`` False).
    """
    rows: list[CapabilityEstimate] = []
    report, prices = empty_report(), list_prices(models, offers, price_history)
    for capabilities in CAPABILITY_GROUPS:
        problem = assemble(capabilities, models, boards, benchmarks)
        if problem is None:
            continue
        priors = priors_of(capabilities)
        held = hold_out(problem, priors=quick(priors))
        known = set(problem.model_ids)
        related = relatedness(known_of([m for m in models if m.model_id in known], prices))
        group = group_of(problem, fit(problem.scores, priors), stretch(held, len(capabilities)), related)
        found = list(estimates(group))
        rows += found
        describe_group(report, group, held, found)
        if capabilities == LANGUAGE_CAPABILITIES:
            rows += _languages(report, group, models, boards, benchmarks)
            if look_back:
                _roll_origins(report, group, models, boards, benchmarks, prices=prices)
    return tuple(sorted(rows, key=lambda row: (row.model_id, row.capability))), report


def _languages(
    report: Report, group: Group, models: Sequence[Model], boards: Sequence[Board], benchmarks: Sequence[Benchmark]
) -> list[CapabilityEstimate]:
    """Estimates per language, and their figures in the report."""
    problem = language_problem(group, models, boards, benchmarks)
    if problem is None:
        return []
    priors = quick(Priors())
    held = hold_out(problem, folds=LANGUAGE_FOLDS, priors=priors)
    factor = stretch(held, len(problem.capabilities))
    languages = languages_of(problem, priors)
    rows = list(language_estimates(languages, factor))
    describe_languages(report, languages, held, factor, rows)
    return rows


def _roll_origins(
    report: Report,
    group: Group,
    models: Sequence[Model],
    boards: Sequence[Board],
    benchmarks: Sequence[Benchmark],
    *,
    prices: Prices,
) -> None:
    priors = quick(priors_of(LANGUAGE_CAPABILITIES))
    found = [predictions(day, group, models, boards, benchmarks, prices=prices, priors=priors) for day in ORIGINS]
    describe_rolling_origin(report, [p for p in found if p is not None])


def build_capabilities(data_dir: Path) -> str:
    """Build the estimates of the catalog in ``data_dir``, write its two files, and say in a line what was done.

    Where the documentation stands beside the data, its generated tables are renewed too.
    """
    catalog = load_catalog(data_dir)
    rows, report = build(catalog.models, catalog.boards, catalog.benchmarks, catalog.offers, catalog.price_history)
    write_text(data_dir / ESTIMATES_FILE, table_text(CapabilityEstimate, rows))
    write_text(data_dir / REPORT_FILE, report_text(report))
    page = data_dir.parent / "docs" / "capability.md"
    if page.is_file():
        write_text(page, renewed(page.read_text(encoding="utf-8"), report))
    fitted = sum(row.basis == "fitted" for row in rows)
    return f"{len(rows)} capability estimates of {len({row.model_id for row in rows})} models, {fitted} from own scores"
