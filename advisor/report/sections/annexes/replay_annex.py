"""Annex: the decision run again on a later catalog."""

from __future__ import annotations

from datetime import date

from advisor.report.document.blocks import Box, Column, Facts, Inline, Para, Section, SectionBlock, Table, Text
from advisor.report.document.context import Context
from advisor.report.replay.replay_words import cause_effect, cause_text, choice_lines, kind_name, replay_verdict
from advisor.report.replay_record import Cause, Replay

_MOVES = 10


def replay_annex(context: Context) -> Section | None:
    """What changed since the decision, and whether the choice is still right; None without a replay."""
    replay = context.meta.replay
    if replay is None:
        return None
    words, say = context.words, context.words.say
    label, text, tone = replay_verdict(words, replay)
    blocks: list[SectionBlock] = [
        Box(label, " ".join((text, *choice_lines(words, replay))), tone),
        Facts(
            (
                (say("Catalog then"), _catalog(context, replay.catalog_date_before, replay.catalog_before)),
                (say("Catalog now"), _catalog(context, replay.catalog_date_after, replay.catalog_after)),
                (
                    say("Engine"),
                    say("{before} then, {after} now", before=replay.engine_before, after=replay.engine_after),
                ),
            )
        ),
        _causes(context, replay) if replay.causes else Para(say("No change of the catalog touches this decision.")),
    ]
    if not replay.complete:
        blocks.append(
            Para(say("The catalog of then was not kept; causes are read from the two assessments alone."), "note")
        )
    if replay.moves:
        blocks.append(_moves(context, replay))
    return Section("replay", say("Annex: replay on a later catalog"), tuple(blocks))


def _catalog(context: Context, day: str, digest: str) -> str:
    return f"{context.words.long_date(date.fromisoformat(day))}, {digest[:12]}"


def _causes(context: Context, replay: Replay) -> Table:
    words, say = context.words, context.words.say
    rows = tuple(_cause(context, replay, cause) for cause in replay.causes)
    columns = (
        Column(say("Cause"), width=0.6),
        Column(say("What changed"), width=1.6),
        Column(say("Effect if nothing else had changed"), width=1.6),
    )
    return Table(words.say("What changed in the catalog that touches this decision"), columns, rows)


def _cause(context: Context, replay: Replay, cause: Cause) -> tuple[Inline, ...]:
    words = context.words
    return (
        Text(kind_name(words, cause.kind), "strong"),
        Text(cause_text(words, cause), refs=context.cites.refs(cause.source)),
        cause_effect(words, replay, cause),
    )


def _moves(context: Context, replay: Replay) -> Table:
    words, say = context.words, context.words.say
    rows = tuple(
        (
            Text(replay.name(move.alternative_id, words.language)),
            str(move.rank_before or "–"),
            str(move.rank_after or "–"),
            "–" if move.score_before is None else words.points(move.score_before),
            "–" if move.score_after is None else words.points(move.score_after),
            "–" if move.cost_before is None else words.usd(move.cost_before),
            "–" if move.cost_after is None else words.usd(move.cost_after),
        )
        for move in replay.moves[:_MOVES]
    )
    columns = (
        Column(say("Alternative"), width=2),
        Column(say("Rank then"), "right"),
        Column(say("now"), "right"),
        Column(say("Score then"), "right"),
        Column(say("now"), "right"),
        Column(say("Cost then"), "right"),
        Column(say("now"), "right"),
    )
    note = say("– means: not in the ranking. Cost: the median per month.")
    return Table(say("How the ranking moved"), columns, rows, note)
