"""What ``advisor assess`` prints for people: verdict, shortlist, ranking within 80 columns, and where to look next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from rich import box
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from advisor.assessment import AnyUseCase, Assessment
from advisor.decision.records import Choice, Portfolio, Recommendation
from advisor.decision.results.choice_facts import reason_told, role_told, test_told
from advisor.policy.policy_facts import exception_told, note_told
from advisor.questionnaire.answers import BudgetAnswers
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, told
from advisor.words.sentences.criteria import CRITERIA_SHORT
from advisor.words.sentences.gates import GATE_NAMES
from advisor.words.tell import tell
from advisor.words.written import all_said, said

ROWS: Final = 10
WIDE: Final = 260
"""Columns that ``--wide`` takes at least: what does not fit a terminal wraps there, a file holds it."""
VERDICT_STYLES: Final = {
    "clear choice": "bold green",
    "equivalent set": "bold green",
    "test first": "bold yellow",
    "nothing fits": "bold red",
}
"""The word says it too: colours are seen on a terminal alone, and not there where NO_COLOR is set."""


def print_assessment(assessment: Assessment, *, wide: bool = False, answers_file: str = "ANSWERS.yaml") -> None:
    """The verdict, the shortlist, the ranking, what is out by which gate, and where to look next.

    ``wide`` prints every column and every criterion; else the terminal's own width, or 80 columns, is kept to.
    """
    console = Console(highlight=False)
    if wide:
        console = Console(highlight=False, width=max(console.width, WIDE))
    budget = assessment.answers.budget
    _print_other_verdicts(console, assessment, wide=wide)
    console.print(verdict_line(assessment))
    for taken_under in policy_lines(assessment):
        console.print(Text(taken_under))
    for sentence in all_said(assessment, "beside", "en"):
        console.print(Text(sentence))
    if assessment.shortlist:
        console.print()
    for line in shortlist_lines(assessment, budget):
        console.print(line)
    if assessment.recommendations:
        console.print(_ranking(assessment, budget, wide=wide))
    console.print(out_line(assessment))
    _print_ways_out(console, assessment)
    for line in flip_lines(assessment, wide=wide):
        console.print(line)
    for line in _next(assessment, answers_file, wide=wide):
        console.print(Text(line), soft_wrap=True)


def _print_other_verdicts(console: Console, assessment: Assessment, *, wide: bool) -> None:
    """Where there are several use cases: what they cost together, then each verdict, before the first one's details.

    Each with its ways out and with what would change its advice.
    """
    cases = assessment.other_use_cases
    if not cases:
        return
    _print_together(console, assessment)
    for case in cases:
        console.print(Text.assemble((f"{case.use_case}: ", "bold"), verdict_line(case)))
        for sentence in all_said(case, "beside", "en"):
            if sentence not in all_said(assessment, "beside", "en"):
                console.print(Text(sentence))
        known = {item.alternative_id: item for item in case.recommendations}
        for warning in all_said(known[case.choice_id], "warnings", "en") if case.choice_id in known else ():
            console.print(Padding(Text(f"! {warning}", "yellow"), (0, 0, 0, 2), expand=False))
        _print_ways_out(console, case)
        for line in flip_lines(case, wide=wide):
            console.print(line)
    console.print()
    console.print(Text(f"{assessment.answers.use_cases[0].name}, in detail:", "bold"))


def policy_lines(assessment: Assessment) -> list[str]:
    """Under which policy of the house it was taken, and the exceptions from it; nothing without one."""
    note = assessment.policy
    return [] if note is None else [_said(note_told(note)), *(_said(exception_told(one)) for one in note.exceptions)]


def verdict_line(case: AnyUseCase) -> Text:
    """The verdict's label, in the colour of what it asks for, and its sentence."""
    label = _said(told(f"label.{case.verdict.replace(' ', '_')}"))
    sentence = said(case, "verdict_sentence", "en")
    line = Text(sentence if sentence.startswith(label) else f"{label}. {sentence}")
    line.stylize(VERDICT_STYLES[case.verdict], 0, len(label))
    return line


def _said(fact: Told) -> str:
    return tell(fact, "en")


def shortlist_lines(case: AnyUseCase, budget: BudgetAnswers) -> Iterator[RenderableType]:
    """The choice first, then the others: what, where, for how much, what is given up, test, what to settle first."""
    known = {item.alternative_id: item for item in case.recommendations}
    for choice in case.shortlist:
        cost = choice.monthly_cost_usd.p50 if choice.monthly_cost_usd else None
        style = "bold green" if choice.alternative_id == case.choice_id else "bold"
        yield _titled(choice, cost, budget, style)
        yield Padding(Text(_why(choice, case.shortlist, budget)), (0, 0, 0, 2), expand=False)
        item = known.get(choice.alternative_id)
        for warning in () if item is None else all_said(item, "warnings", "en"):
            yield Padding(Text(f"! {warning}", "yellow"), (0, 0, 0, 2), expand=False)


def _titled(choice: Choice, cost_usd: float | None, budget: BudgetAnswers, style: str) -> Text:
    money = "cost unknown" if cost_usd is None else f"{_said(about_money(cost_usd, budget))} a month"
    role = _said(role_told(choice))
    return Text.assemble((f"{role}: ", style), f"{choice.name}, {money}, {_said(told(f'evidence.{choice.evidence}'))}")


def _why(choice: Choice, shortlist: Sequence[Choice], budget: BudgetAnswers) -> str:
    return f"{_said(reason_told(choice, budget))} Test: {_said(test_told(choice, shortlist))}"


def _ranking(case: AnyUseCase, budget: BudgetAnswers, *, wide: bool) -> Table:
    table = Table(title="Ranking", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Rank", justify="right", no_wrap=True)
    table.add_column("Model", ratio=None if wide else 3, overflow="fold", no_wrap=wide)
    table.add_column("Where it runs", ratio=None if wide else 4, overflow="fold", no_wrap=wide)
    table.add_column(f"{budget.currency}/month", justify="right", no_wrap=True)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("First", justify="right", no_wrap=True)
    if wide:
        for title in ("5 to 95%", "Near best", "Evidence", "Other places"):
            table.add_column(title, justify="right", no_wrap=True)
        for note in case.criteria:
            table.add_column(f"{CRITERIA_SHORT[note.criterion]} {note.weight:.0%}", justify="right")
    for item in case.recommendations[:ROWS]:
        style = "bold green" if item.alternative_id == case.choice_id else None
        table.add_row(*_cells(item, case, budget, wide=wide), style=style)
    return table


def _cells(item: Recommendation, case: AnyUseCase, budget: BudgetAnswers, *, wide: bool) -> list[str]:
    cost = item.monthly_cost_usd
    mark = "*" if item.alternative_id == case.choice_id else ""
    cells = [
        f"{mark}{item.rank}{'=' if item.tied else ''}",
        item.model_name,
        item.place,
        "unknown" if cost is None else f"{cost.p50 / budget.usd_per_unit:,.0f}",
        f"{item.score * 100:.1f}",
        f"{item.first_rank_share:.0%}",
    ]
    if wide:
        cells += [f"{item.score_low * 100:.1f} to {item.score_high * 100:.1f}", f"{item.near_best_share:.0%}"]
        cells += [item.evidence or "", f"{item.variant_count}"]
        cells += [f"{item.contributions[note.criterion] * 100:.1f}" for note in case.criteria]
    return cells


def out_line(case: AnyUseCase) -> Text:
    """How many are out by which gate, in one line."""
    counts = Counter(item.gate for item in case.eliminations.bare)  # their sentences are not printed
    named = [f"{GATE_NAMES.get(gate, gate)} {count:,}" for gate, count in counts.most_common()]
    return Text(f"Out ({counts.total():,} entries): {', '.join(named)}." if named else "Nothing is out.")


def _print_ways_out(console: Console, case: AnyUseCase) -> None:
    if case.relaxations and not case.recommendations:
        console.print(Text("What to relax, cheapest first:"))
    for relaxation in case.relaxations:
        console.print(Text(f"- {relaxation.sentence}"))


def flip_lines(case: AnyUseCase, *, wide: bool = False) -> Iterator[RenderableType]:
    """What would change the advice, and what settles it: the first of each kind, all where it is ``wide``."""
    shown = case.flips if wide else tuple({flip.kind: flip for flip in reversed(case.flips)}.values())[::-1]
    if not shown:
        return
    left = len(case.flips) - len(shown)
    yield Text(f"What would change the advice ({left} more: --wide):" if left else "What would change the advice:")
    for flip in shown:
        parts = [text for field in ("sentence", "action") if (text := said(flip, field, "en"))]
        yield Padding(Text(f"- {' '.join(parts)}"), (0, 0, 0, 2), expand=False)


def _print_together(console: Console, assessment: Assessment) -> None:
    """What all use cases take together, each with its sum, and the ways out where nothing keeps to the limits."""
    if assessment.portfolio is None:
        return
    console.print(Text(f"All use cases together: {assessment.portfolio.sentence}"))
    for line in _together(assessment.portfolio, assessment.answers.budget):
        console.print(Text(line))
    for way in assessment.portfolio.ways_out:
        console.print(Text(f"- {way}"))


def _together(portfolio: Portfolio, budget: BudgetAnswers) -> list[str]:
    """Every use case with people of its own, what one team for all costs less, and the sum, to the cent."""
    found = [(item.use_case, item.monthly_cost_usd) for item in portfolio.assignments]
    if portfolio.one_team_usd:
        found.append(("One team for all", -portfolio.one_team_usd))
    if found:
        found.append(("Together", portfolio.total_monthly_cost_usd))
    return [
        f"- {name}: {'unknown' if usd is None else f'{usd / budget.usd_per_unit:,.2f} {budget.currency}'} a month"
        for name, usd in found
    ]


def _next(assessment: Assessment, answers_file: str, *, wide: bool) -> list[str]:
    """What the marks mean, and the commands that show more."""
    lines = [""]
    if assessment.recommendations:
        lines.append("* the choice, then the others by score. Score: points of 100.")
        lines.append("First: how often it scores best when weights and uncertain figures vary.")
    if not wide and assessment.recommendations:
        lines.append(f"Every column:   advisor assess {answers_file} --wide")
    lines.append(f"Every figure:   advisor assess {answers_file} --format json")
    lines.append(f"The report:     advisor report {answers_file} -o report.pdf")
    return [*lines, "On the screen:  advisor serve"]
