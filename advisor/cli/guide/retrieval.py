"""``advisor guide retrieval``: how documents are found for the model, with store, cost and wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.guide.shared import AnswersFile, assessed, print_json
from advisor.cli.options import DataDir, Output, OutputOption, catalog_in

if TYPE_CHECKING:
    from advisor.guidance.retrieval.retrieval_records import RetrievalPlan

Changing = Annotated[
    float | None,
    typer.Option("--changing", help="Share of the documents that changes in a month (1: all of them).", min=0, max=100),
]
ByDocument = Annotated[
    bool | None,
    typer.Option("--by-document/--shared", help="Whether each document has its own readers; by the data if not said."),
]


def retrieval(
    answers: AnswersFile,
    *,
    changing: Changing = None,
    by_document: ByDocument = None,
    data: DataDir = None,
    output: OutputOption = Output.TABLE,
) -> None:
    """Chunks, models, index, store, wait and monthly cost of retrieval; or why none is needed."""
    from advisor.guidance.retrieval.retrieval_records import RetrievalWishes
    from advisor.services.guidance.retrieval import retrieval_of

    rights = None if by_document is None else "by_document" if by_document else "shared"
    wishes = RetrievalWishes(changing_share=changing, rights=rights)
    plan = retrieval_of(assessed(answers, data), catalog_in(data), wishes)
    if output is Output.JSON:
        print_json({"retrieval": None if plan is None else plan.model_dump(mode="json", exclude={"told"})})
    elif plan is None:
        print("The work looks into no documents.")
    else:
        _print(plan)


def _print(plan: RetrievalPlan) -> None:
    print(plan.advice)
    for point in plan.points:
        print(f"- {point}")
    for point in plan.assumed:
        print(f"- Assumed: {point}")
    print("\nUSD a month")
    for line in plan.costs:
        amount = "unknown" if line.usd_per_month is None else f"{line.usd_per_month:,.2f}"
        print(f"  {line.label}: {amount}" + (f" ({line.note})" if line.note else ""))
    print(f"  In all: {plan.total_usd_per_month:,.2f}")
    print("\nStores")
    for store in plan.stores:
        points = "excluded" if store.points is None else f"{store.points:g} points"
        print(f"  {store.name}: {points}; {store.reason}")
