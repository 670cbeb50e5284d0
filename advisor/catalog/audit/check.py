"""The audit of the catalog: every rule over every table, every finding reported.

A table that cannot even be read gives findings of rule ``schema``; the rules proper need all tables readable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from advisor.catalog.audit.ages import refused_findings, stale_findings
from advisor.catalog.audit.check_facts import fact_findings
from advisor.catalog.audit.check_figures import figure_findings
from advisor.catalog.audit.check_hardware import hardware_findings, rent_notes
from advisor.catalog.audit.check_models import model_findings
from advisor.catalog.audit.check_places import place_findings
from advisor.catalog.audit.check_prices import price_findings
from advisor.catalog.audit.check_references import reference_findings
from advisor.catalog.audit.finding import Audit, Finding
from advisor.catalog.audit.reference_prices import REFERENCE_VERSION, price_checks
from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.tables.schema import LANGUAGE_KINDS, TABLES
from advisor.catalog.tables.schema_facts import FACT_TABLES
from advisor.errors import CatalogError

_PLACE = re.compile(r"^(?P<file>\S+?\.csv)(?: line (?P<line>\d+))?(?: row (?P<row>.*?))?(?: column (?P<column>\w+))?$")


def audit_folder(
    data_dir: Path | None = None,
    *,
    overlay: Path | None = None,
    as_of: date | None = None,
    stale_after: int | None = None,
) -> Audit:
    """Audit the tables of a folder, with the user's own beside them; ``as_of`` is the day to judge by.

    Without ``as_of`` that is the catalog's own date, the newest of its published sources.
    """
    try:
        catalog = load_catalog(data_dir, overlay=overlay)
    except CatalogError as error:
        findings = tuple(_unreadable(problem.place, problem.found, problem.allowed) for problem in error.problems)
        return Audit(as_of=as_of or date(1970, 1, 1), findings=findings, notes=(), counts={})
    return audit(catalog, as_of=as_of, stale_after=stale_after)


def audit(catalog: Catalog, *, as_of: date | None = None, stale_after: int | None = None) -> Audit:
    """Audit a readable catalog; each table has its own limit of age, or all that age have ``stale_after`` days."""
    day = as_of or max([catalog.dated, *_own_days(catalog)])
    return Audit(
        as_of=day,
        findings=findings_of(catalog, as_of=day),
        stale=tuple(stale_findings(catalog, as_of=day, stale_after=stale_after)),
        notes=(*_notes(catalog), *rent_notes(catalog, as_of=day)),
        counts=counts(catalog),
    )


def findings_of(catalog: Catalog, *, as_of: date) -> tuple[Finding, ...]:
    """What is wrong in a readable catalog on a day, without what has merely grown old."""
    return (
        *(_unreadable(problem.place, problem.found, problem.allowed) for problem in catalog.own_problems),
        *reference_findings(catalog),
        *model_findings(catalog, as_of=as_of),
        *figure_findings(catalog),
        *fact_findings(catalog, as_of=as_of),
        *price_findings(catalog, as_of=as_of),
        *place_findings(catalog),
        *hardware_findings(catalog, as_of=as_of),
        *refused_findings(catalog, as_of=as_of),
    )


def counts(catalog: Catalog) -> dict[str, int]:
    """How many rows each table has, and how many models of each kind, openness and age."""
    tables = {
        name: len(getattr(catalog, "models" if name == "model_catalog" else name)) for name in TABLES | FACT_TABLES
    }
    kinds = Counter(model.kind for model in catalog.models)
    language = [model for model in catalog.models if model.kind in LANGUAGE_KINDS]
    shaped = [m for m in language if m.openness == "open_weights" and m.layers and m.total_params_b]
    return {
        **tables,
        **{f"kind {kind}": kinds[kind] for kind in sorted(kinds)},
        "language models": len(language),
        "language models with open weights and shapes": len(shaped),
        "current models": sum(model.status in {"current", "preview"} for model in catalog.models),
        "historical models": sum(model.status in {"legacy", "deprecated", "retired"} for model in catalog.models),
        "providers with offers": len({offer.provider_id for offer in catalog.offers}),
    }


def _own_days(catalog: Catalog) -> Iterator[date]:
    """When the user entered rows: they may be newer than every published source."""
    yield from (model.checked_on for model in catalog.models if model.model_id in catalog.own_model_ids)
    yield from (offer.priced_on for offer in catalog.offers if offer.offer_id in catalog.own_offer_ids)


def _notes(catalog: Catalog) -> Iterator[str]:
    conflicts = [offer for offer in catalog.offers if offer.agreement == "conflict"]
    if conflicts:
        yield f"{len(conflicts)} offers are flagged: their sources disagree on the price"
    single = sum(offer.agreement == "single" for offer in catalog.offers)
    if single:
        yield f"{single} offers rest on one source"
    checks = price_checks(catalog)
    differ = [check for check in checks if not check.agrees]
    own = sum(check.independent for check in checks)
    yield (
        f"genai-prices {REFERENCE_VERSION} lists {len(checks)} of the standard offers of models still served "
        f"({own} of them shipped from another source) and differs on {len(differ)}"
    )
    yield from (f"differs: {check}" for check in differ)


def _unreadable(place: str, found: str, allowed: str) -> Finding:
    match = _PLACE.match(place)
    parts = match.groupdict() if match else {}
    row = " ".join(part for part in (parts.get("row"), f"line {parts['line']}" if parts.get("line") else None) if part)
    return Finding(
        file=parts.get("file") or Path(place).name,
        row=row or "header",
        column=parts.get("column") or "row",
        value=found,
        allowed=allowed,
        rule="schema",
    )
