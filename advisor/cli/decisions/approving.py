"""``advisor decision``: the life of a saved decision, who has seen it, and its approval by a second person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from advisor.cli.options import Output, OutputOption, example

if TYPE_CHECKING:
    from advisor.storage.lifecycle import LifeEntry

decision_app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The life of a saved decision: who proposed, saw and approved it.",
    epilog=example("advisor decision life 3f2a9c1d"),
)
DecisionId = Annotated[str, typer.Argument(metavar="DECISION", help="Id of a saved decision.")]
Name = Annotated[str, typer.Option("--name", help="Who you are; kept for good, as typed and not verified.")]


@decision_app.command("life", epilog=example("advisor decision life 3f2a9c1d --format json"))
def show_life(decision: DecisionId, *, output: OutputOption = Output.TABLE) -> None:
    """Every step, comment and reading of a decision, oldest first."""
    from advisor.cli.commands import lifecycle

    life = lifecycle().life(decision)
    if output is Output.JSON:
        print(json.dumps([entry.model_dump(mode="json") for entry in life], ensure_ascii=False))
        return
    print("\n".join(map(_line, life)) or "No step and no comment yet.")


@decision_app.command("seen", epilog=example('advisor decision seen 3f2a9c1d --name "Works council, A. Ada"'))
def seen(decision: DecisionId, *, name: Name) -> None:
    """Keep that you have seen the version that stands."""
    from advisor.cli.commands import lifecycle

    life = lifecycle()
    life.saw(decision, actor=name)
    print(_line(life.life(decision)[-1]))


@decision_app.command(
    "approve",
    epilog=example('advisor decision approve 3f2a9c1d --name "G. Hopper" --reason "Tested"'),
)
def approve(
    decision: DecisionId,
    *,
    name: Name,
    reason: Annotated[str, typer.Option("--reason", help="Why; must be said where the verdict is not clear.")] = "",
    conditions: Annotated[str, typer.Option("--conditions", help="What must hold or be done.")] = "",
    review_on: Annotated[str | None, typer.Option("--review-on", help="Date of the next review (ISO).")] = None,
) -> None:
    """Approve and lock what was proposed; where the verdict is not clear, not as the one who proposed it."""
    from advisor.cli.commands import day_of, lifecycle
    from advisor.services.kept_decisions import kept_decision

    life = lifecycle()
    kept = kept_decision(life, decision)
    life.move(
        decision,
        "approved",
        actor=name,
        reason=reason,
        assessment=kept.assessment,
        chosen_id=kept.chosen_id,
        conditions=conditions,
        review_on=day_of(review_on, "--review-on"),
    )
    print(_line(life.life(decision)[-1]))


def _line(entry: LifeEntry) -> str:
    """One entry in a line: when, who, what, of which version, why."""
    who = (entry.actor or "nobody named") + ("" if entry.verified or not entry.actor else " (not verified)")
    parts = [
        entry.text,
        f"conditions: {entry.conditions}" if entry.conditions else "",
        f"next review: {entry.review_on}" if entry.review_on else "",
    ]
    why = "; ".join(part for part in parts if part)
    what = f"{entry.at:%Y-%m-%d %H:%M}  {who}: {entry.status_to or entry.kind}, version {entry.revision}"
    return f"{what}: {why}" if why else what
