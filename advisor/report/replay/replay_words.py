"""A replay in words: the verdict, each cause and its effect."""

from __future__ import annotations

from typing import Literal

from advisor.report.replay_record import SAME_COST, Cause, Replay
from advisor.units import Told, told
from advisor.words.language import Words
from advisor.words.tell import tell
from advisor.words.written import said


def kind_name(words: Words, kind: str) -> str:
    """The kind of a cause."""
    say = words.say
    return {
        "price": say("Price"),
        "new model": say("New model"),
        "retirement": say("Retirement"),
        "policy": say("Policy"),
        "licence": say("Licence"),
        "fact": say("Fact"),
        "assumption": say("Assumption"),
        "engine": say("Engine"),
    }[kind]


def replay_verdict(words: Words, replay: Replay) -> tuple[str, str, Literal["good", "open", "bad"]]:
    """Whether the choice is still right: a label, a sentence, a tone."""
    say = words.say
    chosen, now = (replay.name(key, words.language) for key in (replay.chosen_id, replay.first_after_id))
    if replay.chosen_id is None:
        if replay.first_after_id is None:
            return say("Still nothing fits"), say("Nothing fitted then and nothing fits now."), "bad"
        return say("Something fits now"), say("Nothing fitted then; {name} is the choice now.", name=now), "open"
    if not replay.still_feasible:
        text = say("The choice of then, {name}, no longer passes every gate.", name=chosen)
        if replay.first_after_id is not None:
            text += " " + say("The choice is now {name}.", name=now)
        return say("No longer possible"), text, "bad"
    if replay.still_first:
        return say("Still right"), say("{name} is still the choice.", name=chosen), "good"
    text = say("{chosen} still passes every gate, but {now} is the choice now.", chosen=chosen, now=now)
    return say("No longer the choice"), text, "open"


def cause_text(words: Words, cause: Cause) -> str:
    """What changed."""
    subject, before, after = (said(cause, part, words.language) for part in ("subject", "before", "after"))
    if not before or not after:
        return words.say("{subject}: {what}", subject=subject, what=after or before)
    then, now = cause.told.get("before"), cause.told.get("after")
    if not (isinstance(then, Told) and isinstance(now, Told) and then.key == now.key == "field"):
        return words.say("{subject}: {before} → {after}", subject=subject, before=before, after=after)
    return words.say(
        "{subject}, {label}: {before} → {after}",
        subject=subject,
        label=tell(now.part("name"), words.language),
        before=tell(then.part("value"), words.language),
        after=tell(now.part("value"), words.language),
    )


def cause_effect(words: Words, replay: Replay, cause: Cause) -> str:
    """What the change alone does: to the model that changed, to the choice of then, and to who is first."""
    say = words.say
    about_choice = replay.chosen_id is not None and replay.chosen_id.partition("@")[0] == cause.own_model_id
    parts = [*([] if about_choice else _own_move(words, cause)), *_choice_moves(words, cause)]
    if cause.changes_first and cause.first_after_id:
        parts.append(say("{name} becomes the choice", name=replay.name(cause.first_after_id, words.language)))
    if not parts and not cause.moves_others:
        return say("The first ranks and the cost of the choice stay as they were.")
    if not parts:
        return say("The choice of then keeps its rank and its cost; others move.")
    text = words.listed(parts)
    return text[0].upper() + text[1:] + "."


def _own_move(words: Words, cause: Cause) -> list[str]:
    say, before, after = words.say, cause.own_rank_before, cause.own_rank_after
    if before is None and after is not None:
        return [say("enters at rank {rank}", rank=after)]
    if before is not None and after is None:
        return [say("leaves the ranking, where it was at rank {rank}", rank=before)]
    if before is not None and after is not None and before != after:
        return [say("moves from rank {before} to rank {after}", before=before, after=after)]
    return []


def _choice_moves(words: Words, cause: Cause) -> list[str]:
    say, parts = words.say, []
    if cause.rank_after is None and cause.rank_before is not None:
        parts.append(say("the choice of then leaves the ranking"))
    elif cause.rank_before is not None and cause.rank_after is not None and cause.rank_before != cause.rank_after:
        ranks = {"before": cause.rank_before, "after": cause.rank_after}
        parts.append(say("the choice of then moves from rank {before} to rank {after}", **ranks))
    before, after = cause.cost_before, cause.cost_after
    if before and after is not None and abs(after - before) > SAME_COST * before:
        change = ("+" if after > before else "−") + words.percent(abs(after - before) / before)
        amounts = {"before": words.usd(before), "after": words.usd(after), "change": change}
        parts.append(say("its cost goes from {before} to {after} a month ({change})", **amounts))
    return parts


def choice_lines(words: Words, replay: Replay) -> tuple[str, ...]:
    """How rank, score, cost and verdict moved in all; empty where nothing was chosen."""
    say = words.say
    move = next((item for item in replay.moves if item.alternative_id == replay.chosen_id), None)
    if move is None:
        return ()
    rank = [str(value) if value else say("not in the ranking") for value in (move.rank_before, move.rank_after)]
    parts = [say("rank {before} → {after}", before=rank[0], after=rank[1])]
    if move.score_before is not None and move.score_after is not None:
        before, after = words.points(move.score_before), words.points(move.score_after)
        parts.append(say("score {before} → {after}", before=before, after=after))
    if move.cost_before is not None and move.cost_after is not None:
        before, after = words.usd(move.cost_before), words.usd(move.cost_after)
        parts.append(say("cost {before} → {after} a month", before=before, after=after))
    before, after = verdict_name(words, replay.verdict_before), verdict_name(words, replay.verdict_after)
    if before == after:
        parts.append(say("verdict unchanged ({verdict})", verdict=after))
    else:
        parts.append(say("verdict {before} → {after}", before=before, after=after))
    return (say("The choice of then, all in all: {list}.", list=", ".join(parts)),)


def verdict_name(words: Words, verdict: str) -> str:
    """A verdict in words, those of schema 1 included."""
    return tell(told(f"verdict_name.{verdict.replace(' ', '_')}"), words.language)


def replay_lines(words: Words, replay: Replay) -> tuple[str, ...]:
    """The whole replay as lines of text, for the command line and the screen."""
    label, text, _ = replay_verdict(words, replay)
    lines = [words.say("{subject}: {what}", subject=label, what=text), *choice_lines(words, replay)]
    lines.extend(
        f"{kind_name(words, cause.kind)} – {cause_text(words, cause)}. {cause_effect(words, replay, cause)}"
        for cause in replay.causes
    )
    if not replay.causes:
        lines.append(words.say("No change of the catalog touches this decision."))
    return tuple(lines)
