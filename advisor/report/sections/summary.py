"""The one-page summary: question, verdict, first choice and runner-up, cost, reasons, risks, what would change it."""

from __future__ import annotations

from advisor.decision.records import Recommendation
from advisor.report.document.blocks import Block, Box, Card, Cards, Columns, Inline, Para, Section
from advisor.report.document.context import Context
from advisor.report.document.reasons import change_sentence, reasons_of, risks_of, verdict_text
from advisor.report.sections.ranking import contributions

_QUESTION_LIMIT = 700
_FIGURE_ROWS = 4
_TONES = {"clear winner": "good", "no clear winner": "open", "nothing fits": "bad"}


def summary(context: Context) -> Section:
    """The first page."""
    say, assessment = context.words.say, context.assessment
    blocks: list[Block] = []
    if assessment.answers.question.strip():
        blocks.append(Para(context.user(assessment.answers.question.strip(), _QUESTION_LIMIT), "quote"))
    label, text = verdict_text(context, assessment)
    blocks.append(Box(label, text, _TONES[assessment.verdict]))  # type: ignore[arg-type]
    first = context.first
    if first is not None:
        blocks.append(Cards(_cards(context, first)))
    blocks.append(Columns(_columns(context, first)))
    if len(assessment.recommendations) > 1:
        blocks.append(contributions(context, _best_models(context), optional=True))
    return Section("summary", say("Summary"), tuple(blocks))


def _best_models(context: Context) -> tuple[Recommendation, ...]:
    """The best deployment of each of the first models."""
    best: dict[str, Recommendation] = {}
    for entry in context.assessment.recommendations:
        best.setdefault(entry.model_id, entry)
    return tuple(best.values())[:_FIGURE_ROWS]


def _cards(context: Context, first: Recommendation) -> tuple[Card, ...]:
    say = context.words.say
    second = context.runner_up(context.assessment)
    cards = [_card(context, say("First choice"), first)]
    if second is not None:
        cards.append(_card(context, say("Best other model"), second))
    return tuple(cards)


def _card(context: Context, label: str, entry: Recommendation) -> Card:
    words = context.words
    say = words.say
    facts = [
        (say("Runs"), context.names.where(entry.deployment)),
        (
            say("Score"),
            say(
                "{score} of 100 ({low} to {high})",
                score=words.points(entry.score),
                low=words.points(entry.score_low),
                high=words.points(entry.score_high),
            ),
        ),
        (say("Cost per month"), words.band(entry.monthly_cost_usd)),
    ]
    budget = context.assessment.answers.budget
    if budget.currency != "USD" and entry.monthly_cost_usd is not None:
        amount = words.money(entry.monthly_cost_usd.p50 / budget.usd_per_unit, budget.currency)
        facts.append((say("In {currency}", currency=budget.currency), amount))
    facts.append((say("First, run this way"), words.percent(entry.first_rank_share)))
    return Card(label, f"{context.names.model(entry.model_id)}", tuple(facts))


def _columns(context: Context, first: Recommendation | None) -> tuple[tuple[str, tuple[Inline, ...]], ...]:
    say = context.words.say
    if first is None:
        return ((say("What would have to give"), change_sentence(context, 3)),)
    return (
        (say("Reasons"), reasons_of(context, first)),
        (say("Risks"), risks_of(context, first)),
        (say("What would change it"), change_sentence(context, 3)),
    )
