"""The tool that recommends: a small answer first, with what it assumed and what it would ask next."""

from __future__ import annotations

from typing import Any, Final

from pydantic import Field

from advisor.decision.results.changes.other_answers import Effect
from advisor.mcp_server.given_answers import answers_given
from advisor.mcp_server.summaries import OptionSummary, option_summary
from advisor.mcp_server.tool import Arguments, McpTool
from advisor.mcp_server.tool_context import NamedRecord, ToolContext, words_of
from advisor.questionnaire.intake.said import Matter
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.services.describe_work import assumed_of
from advisor.units import Record
from advisor.words.language import words_in
from advisor.words.tell import tell
from advisor.words.unsaid import effect_text, matters, moves

_OPTIONS: Final = 4
_QUESTIONS: Final = 3
_WAYS_OUT: Final = 3
ANSWERED_AT: Final[dict[Matter, tuple[str, ...]]] = {
    "how_much": ("workload.requests_per_day", "usage.people", "usage.documents_per_day"),
    "length": ("workload.input_tokens", "workload.output_tokens", "usage.pages_per_document"),
    "data": ("data.classification", "data.personal_data"),
    "where": ("data.residency", "hosting.allowed", "hosting.country"),
    "languages": ("languages",),
    "money": ("budget.monthly_cap", "budget.currency"),
    "waits": ("latency.ttft_p95_ms", "latency.total_s"),
    "skills": ("hosting.operations_skills", "hosting.managed_service"),
}
"""Where the answer to each matter goes."""


class WorkToRecommend(Arguments):
    """What to recommend for."""

    description: str = Field(
        "",
        max_length=100_000,
        description="The work in the user's own words (English, German or French): what, how much of it, which data, "
        "where it may run, what it may cost. Pass on what they said and add nothing; translate from other languages.",
    )
    answers: dict[str, Any] = Field(
        default_factory=dict,
        description='Single answers by place, such as {"workload.requests_per_day": 3000, "data.residency": ["eu"], '
        '"budget.monthly_cap": 2000, "budget.currency": "EUR"}; they win over the description. The tool questions '
        "lists the places and what each takes. Without description and record `task` is needed, one of "
        f"{', '.join(TASK_PRESETS)}. Or a whole file of answers (title, use_cases, ...).",
    )
    record: str = Field(
        "", description="An earlier record or the id of a saved decision, to change by what is given beside it."
    )


class AnswerRead(Record):
    """An answer that was read in the description: correct it with the user where it is wrong."""

    place: str
    value: Any
    words: str = Field(description="The words that it was read from")


class Assumption(Record):
    """Answers that nobody gave, and why these values stand there."""

    because: str
    values: dict[str, Any]


class QuestionToAsk(Record):
    """A question that is open, and what another answer would move: ask the user, then recommend again."""

    about: str
    would_move: str
    answer_at: tuple[str, ...] = Field(description="Places for the argument answers of recommend")


class CaseSummary(Record):
    """Another use case of the same decision."""

    use_case: str
    verdict: str
    choice: str | None = None


class WorkRecommended(Record):
    """The recommendation in short; the whole record is had with explain, compare and export."""

    record: str = Field(description="Name of this record for explain, compare, export, keep and recommend")
    verdict: str = Field(description="clear choice, equivalent set, test first or nothing fits")
    sentence: str
    read_beside: tuple[str, ...] = Field((), description="What must be told together with the sentence")
    options: tuple[OptionSummary, ...] = Field((), description="The choice first")
    ways_out: tuple[str, ...] = Field((), description="Where nothing fits: what to relax, cheapest first")
    other_use_cases: tuple[CaseSummary, ...] = ()
    all_together: str | None = None
    read: tuple[AnswerRead, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    ask_next: tuple[QuestionToAsk, ...] = Field((), description="What moves most first")
    policy: str | None = Field(None, description="Policy of the house under which it was decided: name and version")
    catalog_date: str


def recommend(context: ToolContext, given: WorkToRecommend) -> WorkRecommended:
    """Conclude from what was given."""
    answers, read = answers_given(context, description=given.description, answers=given.answers, record=given.record)
    return recommended(context, context.new_subject(answers, read))


def recommended(context: ToolContext, subject: NamedRecord) -> WorkRecommended:
    """The small answer on a subject."""
    found, budget = subject.assessment, subject.answers.budget
    nothing = not found.recommendations
    return WorkRecommended(
        record=subject.record,
        verdict=found.verdict,
        sentence=found.verdict_sentence,
        read_beside=found.beside,
        options=tuple(option_summary(choice, found, budget) for choice in found.shortlist[:_OPTIONS]),
        ways_out=tuple(each.sentence for each in found.relaxations[:_WAYS_OUT]) if nothing else (),
        other_use_cases=tuple(
            CaseSummary(
                use_case=case.use_case,
                verdict=case.verdict_sentence,
                choice=case.shortlist[0].alternative_id if case.shortlist else None,
            )
            for case in found.other_use_cases
        ),
        all_together=found.portfolio.sentence if found.portfolio else None,
        read=tuple(AnswerRead(place=item.place, value=item.value, words=words_of(item)) for item in subject.read),
        assumed=_assumed(context, subject),
        ask_next=_questions(context, subject),
        policy=f"{found.policy.name}, {found.policy.version}" if found.policy else None,
        catalog_date=found.provenance.catalog_date,
    )


def _assumed(context: ToolContext, subject: NamedRecord) -> tuple[Assumption, ...]:
    """What is assumed of the first use case, by its reason."""
    grouped: dict[str, dict[str, Any]] = {}
    for item in assumed_of(subject.answers.use_cases[0], context.catalog):
        grouped.setdefault(tell(item.reason), {})[item.place] = item.value
    return tuple(Assumption(because=reason, values=values) for reason, values in grouped.items())


def _questions(context: ToolContext, subject: NamedRecord) -> tuple[QuestionToAsk, ...]:
    """What moves something, most first; the first of all where nothing does, as far as tried."""
    effects = context.shared.effects(subject.answers)
    telling = [effect for effect in effects if moves(effect)] or effects[:1]
    return tuple(_question(context, subject, effect) for effect in telling[:_QUESTIONS])


def _question(context: ToolContext, subject: NamedRecord, effect: Effect) -> QuestionToAsk:
    words, models = words_in("en"), context.catalog.model
    told = effect_text(effect, subject.answers.budget, words, model_name=lambda model_id: models[model_id].name)
    return QuestionToAsk(about=matters(words)[effect.matter], would_move=told, answer_at=ANSWERED_AT[effect.matter])


RECOMMEND: Final = McpTool(
    name="recommend",
    title="Recommend a model and where to run it",
    description=(
        "Start here. Chooses a generative-AI model together with where to run it (provider API, rented GPUs, own "
        "servers, edge) for a piece of work, and says what it costs a month, how sure that is and which test would "
        "decide. Give the user's description, single answers, or both; at least one. The answer is short and names a "
        "`record` for explain, compare and export. Tell the user the sentence, what was assumed, and the first of "
        "`ask_next`; with their reply call recommend again with that `record` and `answers`. The same question gives "
        "the same answer; nothing is stored."
    ),
    takes=WorkToRecommend,
    gives=WorkRecommended,
    work=recommend,
    scope="assess",
)
