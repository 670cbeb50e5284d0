"""The cost sheet of an answer file: the contract of ``advisor tco``."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from advisor.catalog.browse.find_model import find_model
from advisor.catalog.catalog import Catalog
from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view
from advisor.hosting.comparison.other_tariffs import ways_to_buy
from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from advisor.hosting.records import HostingView
from advisor.questionnaire.answers import Answers
from advisor.units import Record


def tco_report(
    answers: Answers,
    catalog: Catalog,
    *,
    models: Sequence[str] = (),
    chosen: Sequence[str] = (),
    view: HostingView | None = None,
    written: Callable[[Record], Record],
) -> dict[str, object]:
    """Costs per month and over the horizon of the first use case, with break-evens, trade-off and assumptions.

    ``chosen`` names alternatives to show; without it the cheapest of each way of hosting among ``models`` (all the
    catalog when none is named). Raises InputError for unknown names. Money is in US dollars.
    ``view`` is that of the assessment, which then is given out as it stands; ``written`` fills the sentences of what is
    planned here.
    """
    wanted = [find_model(catalog, name) for name in models] or list(catalog.models)
    case = answers.use_cases[0]
    table = plan_alternatives(wanted, case, answers, catalog, kinds=answers.hosting.allowed)
    rows = tuple(table.index(name) for name in chosen) or cheapest_of_each(table)
    view = view or hosting_view(table, rows, answers)

    def given(records: Sequence[Record]) -> list[dict[str, object]]:
        return [written(record).model_dump(mode="json") for record in records]

    return {
        "schema": 1,
        "title": answers.title,
        "use_case": case.name,
        "currency": answers.budget.currency,
        "usd_per_unit": answers.budget.usd_per_unit,
        "rate_date": answers.budget.rate_date.isoformat() if answers.budget.rate_date else None,
        "horizon_months": answers.budget.horizon_months,
        "load": table.load.model_dump(mode="json"),
        "plans": given(view.plans),
        "chosen_id": view.chosen_id,
        "same_model": given(view.same_model),
        "cheapest": list(view.cheapest),
        "break_evens": given(view.break_evens),
        "ways_to_buy": {table.alternatives[row].alternative_id: given(ways_to_buy(table, row)) for row in rows},
        "tradeoff": given(view.tradeoff),
        "assumptions": assumption_rows(table),
        "catalog_digest": catalog.digest,
    }


def assumption_rows(table: PlanTable) -> list[dict[str, object]]:
    """Every component's default in force, with range, unit, basis and source."""
    assume = table.case.assume
    return [
        {
            "component": name,
            "label": row.label,
            "on": assume.on(name),
            "value": assume.value(name),
            "low": row.low,
            "high": row.high,
            "unit": row.unit,
            "basis": "stated" if name in dict(assume.changed) else row.basis,
            "source": row.source,
            "note": row.note,
        }
        for name, row in assume.defaults.items()
    ]
