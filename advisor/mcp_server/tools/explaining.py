"""The tools that explain: why the choice, why not another one, and several under the same answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from pydantic import Field

from advisor.assessment import AnyUseCase, Assessment, choice_of
from advisor.catalog.browse.find_model import find_model
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Elimination, Flip, RankedBriefly, Recommendation
from advisor.errors import InputError, Problem
from advisor.mcp_server.summaries import MonthlyCost, contributions_told, cost_told, points, weights_told
from advisor.mcp_server.tool import Arguments, McpTool
from advisor.mcp_server.tool_context import NamedRecord, ToolContext
from advisor.questionnaire.answers import BudgetAnswers
from advisor.units import Band, Record
from advisor.words.sentences.gates import GATE_NAMES

_CHANGES: Final = 5
_OTHERS: Final = 3
_GATES: Final = 4
_WAYS: Final = 3
_LEAST, _MOST = 2, 5
HowItStands = Literal["the choice", "ranked", "ranked further down", "out", "not considered"]
_RECORD: Final = "`record` of an earlier answer, or the id of a saved decision"
_CASE: Final = "Name of the use case, where the decision has several; the first one if absent"
_ABOUT: Final = "A model (catalog id, Hub id or name) or an `alternative`"


class ToExplain(Arguments):
    """What to explain."""

    record: str = Field(description=_RECORD)
    about: str = Field("", description=f"{_ABOUT}; the choice and the decision as a whole if absent.")
    use_case: str = Field("", description=_CASE)


class ToCompare(Arguments):
    """What to compare."""

    record: str = Field(description=_RECORD)
    options: tuple[str, ...] = Field(
        min_length=_LEAST, max_length=_MOST, description=f"Two to five. Each: {_ABOUT[0].lower()}{_ABOUT[1:]}."
    )
    use_case: str = Field("", description=_CASE)


class WhatWouldChange(Record):
    """The smallest change of one kind that would lead to another choice, and what can be done about it."""

    sentence: str
    action: str | None = None
    probability: float | None = Field(None, description="That knowing it changes the choice; of unknown facts only")


class GateFailed(Record):
    """A requirement of the answers that is not met, and by how many of the options looked at."""

    gate: str
    sentence: str
    options: int
    source: str = Field(description="Id of the source of what was observed; empty where it follows from the answers")


class OptionStanding(Record):
    """How one option stands under the answers; figures are absent where it is out."""

    asked: str
    standing: HowItStands
    option: str | None = None
    model: str
    alternative: str | None = None
    rank: int | None = None
    score: float | None = Field(None, description="Points of 100")
    contributions: dict[str, float] = Field(
        default_factory=dict, description="What each criterion adds to the score, in points; they add up to it"
    )
    monthly_cost: MonthlyCost | None = None
    first_token_ms: float | None = Field(None, description="Estimated wait for the first token")
    best_in_draws: float | None = Field(
        None, description="Per cent of draws of the uncertain figures and weights in which it scores best"
    )
    ability: str | None = None
    why: str = Field("", description="Why it is the choice, or why it is not first")
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    out_by: tuple[GateFailed, ...] = Field((), description="Requirements that it fails, the weightiest first")
    other_deployments: int = Field(0, description="Of the same model that are in the ranking too")


class DecisionExplained(Record):
    """Why the decision is as it is, or how one option stands in it."""

    record: str
    sentence: str
    option: OptionStanding | None = None
    weights: dict[str, float] = Field(description="Per cent of the decision, by criterion")
    changes: tuple[WhatWouldChange, ...] = Field(description="What would lead to another choice, or to this option")
    others: tuple[str, ...] = Field((), description="Why the next ones are not first")
    out_by_gate: dict[str, int] = Field(
        default_factory=dict, description="How many options each requirement rules out, by the weightiest they fail"
    )
    agreement: str | None = Field(None, description="Whether other methods of decision analysis agree")
    on_catalog_of: str


class OptionsCompared(Record):
    """Options side by side under the same answers."""

    record: str
    differences: dict[str, float] = Field(
        description="By criterion, the most points that two of the ranked ones lie apart: where it is decided"
    )
    options: tuple[OptionStanding, ...] = Field(description="In the order in which they were asked for")
    weights: dict[str, float] = Field(description="Per cent of the decision, by criterion")


def explain(context: ToolContext, given: ToExplain) -> DecisionExplained:
    """The choice, or one option."""
    subject = context.subject(given.record)
    case = _case(subject.assessment, given.use_case)
    option = standing_of(subject, case, given.about, context.catalog) if given.about else _of_choice(subject, case)
    changes = case.flips
    if given.about:
        changes = tuple(flip for flip in case.flips if option and _is_about(flip, option))
    return DecisionExplained(
        record=subject.record,
        sentence=case.verdict_sentence,
        option=option,
        weights=weights_told(case.weights),
        changes=(*(_change(flip) for flip in changes[:_CHANGES]), *_ways_in(case, option, about=bool(given.about))),
        others=() if given.about else tuple(_why_not(case)),
        out_by_gate={} if given.about else _out(case),
        agreement=case.cross_check.sentence if case.cross_check and not given.about else None,
        on_catalog_of=subject.assessment.provenance.catalog_date,
    )


def compare(context: ToolContext, given: ToCompare) -> OptionsCompared:
    """Each option's standing, and where they lie apart."""
    subject = context.subject(given.record)
    case = _case(subject.assessment, given.use_case)
    problems: list[Problem] = []
    found: list[OptionStanding] = []
    for asked in given.options:
        try:
            found.append(standing_of(subject, case, asked, context.catalog))
        except InputError as error:
            problems += (Problem("options", one.found, one.allowed) for one in error.problems)
    if problems:
        raise InputError("These options cannot be compared:", problems)
    return OptionsCompared(
        record=subject.record, weights=weights_told(case.weights), options=tuple(found), differences=_apart(found)
    )


def standing_of(subject: NamedRecord, case: AnyUseCase, asked: str, catalog: Catalog) -> OptionStanding:
    """How an option stands; of a model its best deployment. Raises InputError with near names."""
    budget = subject.answers.budget
    if "@" in asked:
        model_id, is_meant = asked.partition("@")[0], asked.strip()
        mine = [item for item in case.recommendations if item.alternative_id == is_meant]
        brief = [item for item in case.also_ranked if item.alternative_id == is_meant]
        out = [item for item in case.eliminations if item.alternative_id == is_meant]
        if not (mine or brief or out):
            raise InputError("There is no such alternative:", [_no_such(asked, model_id, case)])
    else:
        model_id = find_model(catalog, asked).model_id
        mine = [item for item in case.recommendations if item.model_id == model_id]
        brief = [item for item in case.also_ranked if item.model_id == model_id]
        out = [item for item in case.eliminations if item.model_id == model_id]
    if mine:
        return _ranked(asked, mine, case, budget, further=len(brief))
    if brief:
        return _further_down(asked, brief, budget)
    gates = tuple(_gates(out))
    return OptionStanding(
        asked=asked,
        standing="out" if gates else "not considered",
        model=model_id,
        out_by=gates,
        why="" if gates else "It is not made for this kind of work, or nobody offers it in the catalog.",
    )


def _of_choice(subject: NamedRecord, case: AnyUseCase) -> OptionStanding | None:
    choice = choice_of(case)
    return None if choice is None else _ranked("", [choice], case, subject.answers.budget, further=choice.variant_count)


def _ranked(
    asked: str, entries: Sequence[Recommendation], case: AnyUseCase, budget: BudgetAnswers, *, further: int
) -> OptionStanding:
    entry = entries[0]
    chosen = entry.alternative_id == case.choice_id
    return OptionStanding(
        asked=asked,
        standing="the choice" if chosen else "ranked",
        option=entry.name,
        model=entry.model_id,
        alternative=entry.alternative_id,
        rank=entry.rank,
        score=points(entry.score),
        contributions=contributions_told(entry),
        monthly_cost=cost_told(entry.monthly_cost_usd, budget),
        first_token_ms=None if entry.ttft_ms.value is None else round(entry.ttft_ms.value),
        best_in_draws=points(entry.first_rank_share),
        ability=entry.evidence,
        why=entry.sentence if chosen else entry.why_not or entry.sentence,
        strengths=entry.strengths,
        weaknesses=entry.weaknesses,
        warnings=entry.warnings,
        other_deployments=len(entries) - 1 + further,
    )


def _further_down(asked: str, entries: Sequence[RankedBriefly], budget: BudgetAnswers) -> OptionStanding:
    entry, usd = entries[0], entries[0].monthly_cost_usd
    return OptionStanding(
        asked=asked,
        standing="ranked further down",
        option=entry.name,
        model=entry.model_id,
        alternative=entry.alternative_id,
        rank=entry.rank,
        score=points(entry.score),
        monthly_cost=None if usd is None else cost_told(Band(p10=usd, p50=usd, p90=usd), budget),
        why=entry.why_not,
        other_deployments=len(entries) - 1,
    )


def _gates(found: Sequence[Elimination]) -> Iterator[GateFailed]:
    """The gates that the options of a model fail, each with the sentence of one of them."""
    counts = Counter(item.gate for item in found)
    first = {item.gate: item for item in reversed(found)}
    for gate, count in counts.most_common(_GATES):
        item = first[gate]
        yield GateFailed(gate=GATE_NAMES.get(gate, gate), sentence=item.sentence, options=count, source=item.source)


def _is_about(flip: Flip, option: OptionStanding) -> bool:
    """Whether a change has to do with an option or its model."""
    ids = {option.alternative, option.model}
    return bool(ids & {flip.challenger_id, flip.leader_id, flip.subject}) or flip.challenger_id.partition("@")[0] in ids


def _change(flip: Flip) -> WhatWouldChange:
    return WhatWouldChange(sentence=flip.sentence, action=flip.action or None, probability=flip.probability)


def _ways_in(case: AnyUseCase, option: OptionStanding | None, *, about: bool) -> Iterator[WhatWouldChange]:
    """What would have to give where nothing fits, or for an option that is out."""
    if option is None or (about and option.standing == "out"):
        model = None if option is None else option.model
        fitting = [
            item
            for item in case.relaxations
            if model is None or any(admitted.partition("@")[0] == model for admitted in item.admits)
        ]
        yield from (WhatWouldChange(sentence=item.sentence) for item in fitting[:_WAYS])


def _why_not(case: AnyUseCase) -> Iterator[str]:
    """Why the next models are not first, each once."""
    seen = {item.model_id for item in case.recommendations[:1]}
    for item in case.recommendations[1:]:
        if item.model_id not in seen and len(seen) <= _OTHERS:
            seen.add(item.model_id)
            yield item.why_not


def _out(case: AnyUseCase) -> dict[str, int]:
    counts = Counter(item.gate for item in case.eliminations.bare)
    return {GATE_NAMES.get(gate, gate): count for gate, count in counts.most_common()}


def _apart(options: Sequence[OptionStanding]) -> dict[str, float]:
    ranked = [option.contributions for option in options if option.contributions]
    names = dict.fromkeys(name for one in ranked for name in one)
    found = {name: [one.get(name, 0.0) for one in ranked] for name in names}
    apart = {name: round(max(values) - min(values), 1) for name, values in found.items() if len(values) > 1}
    return dict(sorted(((name, value) for name, value in apart.items() if value), key=lambda item: -item[1]))


def _case(assessment: Assessment, use_case: str) -> AnyUseCase:
    first = assessment.answers.use_cases[0].name
    named: dict[str, AnyUseCase] = {first: assessment} | {case.use_case: case for case in assessment.other_use_cases}
    if use_case and use_case not in named:
        problem = Problem("use_case", repr(use_case), f"one of {', '.join(named)}")
        raise InputError("The decision has no such use case:", [problem])
    return named[use_case or first]


def _no_such(asked: str, model_id: str, case: AnyUseCase) -> Problem:
    ranked = (
        *(item.alternative_id for item in case.recommendations),
        *(item.alternative_id for item in case.also_ranked),
    )
    known = (*ranked, *(item.alternative_id for item in case.eliminations.bare))
    near = [one for one in known if one.partition("@")[0] == model_id][:_MOST]
    allowed = f"one of {', '.join(near)}" if near else "an `alternative` of this record, or the name of a model"
    return Problem("option", repr(asked), allowed)


EXPLAIN: Final = McpTool(
    name="explain",
    title="Explain the decision, or how one option stands in it",
    description=(
        "Why this one, and what would change it: what each criterion adds, the smallest changes of price, ability, "
        "weight or unknown fact that lead to another choice, what is out and by which requirement. With `about` the "
        "same of one model or alternative: why it is not first, or which requirements rule it out and what would have "
        "to give. Needs the `record` of recommend, or the id of a saved decision."
    ),
    takes=ToExplain,
    gives=DecisionExplained,
    work=explain,
    scope="assess",
)
COMPARE: Final = McpTool(
    name="compare",
    title="Compare two to five options",
    description=(
        "Named models or alternatives side by side under the same answers: rank, score and what each criterion adds, "
        "cost a month, wait, evidence, warnings; of one that is out the requirements it fails. A model is taken at its "
        "best deployment. Tell the user what `why` says of each, the costs a month, and by `differences` where they "
        "part; what would make another one win, explain says. Needs the `record` of recommend, or the id of a saved "
        "decision."
    ),
    takes=ToCompare,
    gives=OptionsCompared,
    work=compare,
    scope="assess",
)
