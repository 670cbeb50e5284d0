"""A replay in words: the verdict, each cause and its effect."""

from __future__ import annotations

from typing import Literal

from advisor.report.replay_records import Cause, Replay
from advisor.report.words import Words

_SAME_COST = 0.005


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
    chosen, now = (replay.names.get(key or "", key or "–") for key in (replay.chosen_id, replay.first_after_id))
    if replay.chosen_id is None:
        if replay.first_after_id is None:
            return say("Still nothing fits"), say("Nothing fitted then and nothing fits now."), "bad"
        return say("Something fits now"), say("Nothing fitted then; {name} is first now.", name=now), "open"
    if not replay.still_feasible:
        text = say("The choice of then, {name}, no longer passes every gate.", name=chosen)
        if replay.first_after_id is not None:
            text += " " + say("First is now {name}.", name=now)
        return say("No longer possible"), text, "bad"
    if replay.still_first:
        return say("Still right"), say("{name} is still first.", name=chosen), "good"
    text = say("{chosen} still passes every gate, but {now} is first now.", chosen=chosen, now=now)
    return say("No longer first"), text, "open"


def cause_text(words: Words, cause: Cause) -> str:
    """What changed."""
    if cause.before and cause.after:
        return words.say(
            "{subject}: {before} → {after}",
            subject=cause.subject,
            before=words.echo(cause.before),
            after=words.echo(cause.after),
        )
    return words.say("{subject}: {what}", subject=cause.subject, what=words.echo(cause.after or cause.before))


def cause_effect(words: Words, replay: Replay, cause: Cause) -> str:
    """What the change alone does: to the model that changed, to the choice of then, and to who is first."""
    say = words.say
    about_choice = replay.chosen_id is not None and replay.chosen_id.partition("@")[0] == cause.own_model_id
    parts = [*([] if about_choice else _own_move(words, cause)), *_choice_moves(words, cause)]
    if cause.changes_first and cause.first_after_id:
        parts.append(say("{name} becomes first", name=replay.names.get(cause.first_after_id, cause.first_after_id)))
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
    if before and after is not None and abs(after - before) > _SAME_COST * before:
        change = ("+" if after > before else "−") + words.percent(abs(after - before) / before)
        amounts = {"before": words.usd(before), "after": words.usd(after), "change": change}
        parts.append(say("its cost goes from {before} to {after} a month ({change})", **amounts))
    return parts


def replay_lines(words: Words, replay: Replay) -> tuple[str, ...]:
    """The whole replay as lines of text, for the command line and the screen."""
    label, text, _ = replay_verdict(words, replay)
    lines = [f"{label}: {text}"]
    lines.extend(
        f"{kind_name(words, cause.kind)} – {cause_text(words, cause)}. {cause_effect(words, replay, cause)}"
        for cause in replay.causes
    )
    if not replay.causes:
        lines.append(words.say("No change of the catalog touches this decision."))
    return tuple(lines)
