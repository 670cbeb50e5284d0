"""A migration plan as people read it: successors in rows and lines, what to test, and the steps with their days.

The page draws the rows, the command line prints the lines; both say the same.
"""

from __future__ import annotations

from advisor.guidance.versions.records import MigrationPlan, Successor
from advisor.words.language import Words

_UNKNOWN = "–"


def successor_row(words: Words, plan: MigrationPlan, one: Successor) -> dict[str, str]:
    """A successor by the titles of a table's columns: what its score and cost would change, and what to test."""
    say = words.say
    return {
        say("Successor"): one.name,
        say("Score (points)"): _signed(f"{one.score_change:+.1f}"),
        say("Cost a month"): _money(words, plan, one),
        say("Named by the vendor"): say("yes") if one.named else say("no"),
        say("Own prompts to test"): _UNKNOWN if one.prompts is None else f"{one.prompts:,}",
    }


def migration_lines(words: Words, plan: MigrationPlan) -> list[str]:
    """The plan without its first sentence: the successors in their order under the same answers, then the steps."""
    say = words.say
    lines = []
    for number, one in enumerate(plan.successors, 1):
        told = {
            "name": one.name,
            "points": _signed(f"{one.score_change:+.1f}"),
            "money": _money(words, plan, one),
            "prompts": _UNKNOWN if one.prompts is None else f"{one.prompts:,}",
        }
        line = say("{name}: score {points} points, {money} a month, {prompts} own prompts to test", **told)
        lines.append(f"{number}. {line}" + (f" ({say('named by the vendor')})" if one.named else ""))
    return [*lines, *(f"- {step}" for step in plan.steps)]


def _money(words: Words, plan: MigrationPlan, one: Successor) -> str:
    if one.usd_change is None:
        return _UNKNOWN
    amount = words.money(abs(one.usd_change) / plan.usd_per_unit, plan.currency)
    return f"{'−' if one.usd_change < 0 else '+'}{amount}"


def _signed(text: str) -> str:
    return text.replace("-", "−")
