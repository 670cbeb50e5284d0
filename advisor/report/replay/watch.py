"""Watch: which saved decisions need another look, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Final, Literal

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Elimination
from advisor.guidance.after_go_live.review import Drift
from advisor.guidance.after_go_live.usage_facts import drift_told
from advisor.guidance.versions.records import MigrationPlan
from advisor.report.document.dates import months_later
from advisor.report.replay.gist import AssessmentGist, gist_of
from advisor.report.replay.migration import end_of_offer, migration_plan
from advisor.report.replay.replay import rerun
from advisor.units import Record
from advisor.words.language import Words, words_in
from advisor.words.sentences.gates import GATE_NAMES
from advisor.words.tell import tell
from advisor.words.written import in_language, reason_of

PRICE_MOVED: Final = 0.10
"""Share by which the monthly cost of the choice must have moved to be worth a note."""
_CLOSED: Final = frozenset({"rejected", "superseded"})
WatchReason = Literal[
    "review due",
    "retires",
    "price moved",
    "gate no longer holds",
    "newcomer first",
    "no longer first",
    "usage drifted",
    "policy changed",
]


class WatchedDecision(Record):
    """A saved decision with the assessment that was kept with it; ``chosen_id`` None means the one ranked first.

    ``review_on`` is the day that its approval names, else that of the answers counts; ``drifts`` what its usage left.
    """

    decision_id: str
    name: str
    status: str
    assessment: Assessment
    chosen_id: str | None = None
    review_on: date | None = None
    drifts: tuple[Drift, ...] = ()


class WatchedGist(Record):
    """The same with the gist of that assessment in its place."""

    decision_id: str
    name: str
    gist: AssessmentGist
    review_on: date | None = None
    drifts: tuple[Drift, ...] = ()


class WatchNote(Record):
    """One reason to look at a decision again; ``migration`` is what to do where the choice retires."""

    decision_id: str
    name: str
    reason: WatchReason
    sentence: str
    migration: MigrationPlan | None = None


def watch(
    decisions: Iterable[WatchedDecision],
    catalog: Catalog,
    today: date,
    *,
    price_moved: float = PRICE_MOVED,
    run: Callable[[Assessment, Catalog], Assessment] | None = None,
    language: str = "en",
) -> tuple[WatchNote, ...]:
    """Notes on every open decision, in the order given; ``run`` re-runs an assessment (a cache may stand in)."""
    notes: list[WatchNote] = []
    for decision in decisions:
        if is_open(decision.status):
            gist = gist_of(decision.assessment, decision.chosen_id)
            before, used = decision.assessment, run or rerun
            again = partial(_again, before, catalog, gist.chosen_id, used)
            migration = partial(migration_plan, before, catalog, today, chosen_id=gist.chosen_id, firm=True, run=used)
            watched = WatchedGist(
                decision_id=decision.decision_id,
                name=decision.name,
                gist=gist,
                review_on=decision.review_on,
                drifts=decision.drifts,
            )
            notes.extend(
                notes_on(
                    watched,
                    catalog,
                    today,
                    again=again,
                    migration=migration,
                    price_moved=price_moved,
                    language=language,
                )
            )
    return tuple(notes)


def is_open(status: str) -> bool:
    """Whether a decision in this status may need another look."""
    return status not in _CLOSED


def _again(
    before: Assessment, catalog: Catalog, chosen_id: str | None, run: Callable[[Assessment, Catalog], Assessment]
) -> AssessmentGist:
    return gist_of(run(before, catalog), chosen_id, before=before)


def notes_on(
    decision: WatchedGist,
    catalog: Catalog,
    today: date,
    *,
    again: Callable[[], AssessmentGist | None],
    migration: Callable[[], MigrationPlan | None] = lambda: None,
    price_moved: float = PRICE_MOVED,
    language: str = "en",
) -> tuple[WatchNote, ...]:
    """Notes on one open decision; ``again`` gives it as worked out on ``catalog``, asked for where that is another.

    None of it says that this is not known yet: then what only a new run tells is left out. ``migration`` is the plan
    for a choice that ends, asked for only then.
    """
    before, words = decision.gist, words_in(language)
    found: list[tuple[WatchReason, str]] = []
    due = decision.review_on or before.review_on
    if due <= today:
        found.append(("review due", words.say("The review was due on {date}.", date=words.long_date(due))))
    found += _policy_changed(before, catalog, words)
    found += [("usage drifted", tell(drift_told(drift), words.language)) for drift in decision.drifts]
    plan = None
    if before.chosen_id is not None:
        ends = _retirement(before, before.chosen_id, catalog, today, words)
        announced = migration() if ends else None
        plan = None if announced is None else in_language(announced, words.language)
        found += ends
        after = again() if catalog.digest != before.catalog_digest else None
        if after is not None:
            found += _moved(before, after, price_moved, words)
    return tuple(
        WatchNote(
            decision_id=decision.decision_id,
            name=decision.name,
            reason=reason,
            sentence=sentence,
            migration=plan if reason == "retires" else None,
        )
        for reason, sentence in found
    )


def _policy_changed(before: AssessmentGist, catalog: Catalog, words: Words) -> list[tuple[WatchReason, str]]:
    """The house decides under another policy now than the one that the decision was taken under."""
    then, now, say = before.policy, catalog.policy, words.say
    if now is None or (then is not None and then.digest == now.policy.digest):
        return []
    name, version = now.policy.name, now.policy.version
    if then is None:
        text = say("It was taken before the house policy “{name}”, version {version}.", name=name, version=version)
    else:
        text = say(
            "It was taken under the house policy “{old}”, version {before}; now “{name}”, version {version}, holds.",
            old=then.name,
            before=then.version,
            name=name,
            version=version,
        )
    return [("policy changed", text)]


def _retirement(
    before: AssessmentGist, chosen: str, catalog: Catalog, today: date, words: Words
) -> list[tuple[WatchReason, str]]:
    """The choice ends before the horizon of the decision does."""
    model_id, say = chosen.partition("@")[0], words.say
    model = catalog.model.get(model_id)
    if model is None:
        return [("retires", say("{name} is no longer in the catalog.", name=model_id))]
    end = end_of_offer(catalog, chosen, before.offer_id, firm=True)
    if end is None:
        gone = model.status == "retired" and "@provider_api:" in chosen
        return [("retires", say("{name} is retired.", name=model.name))] if gone else []
    horizon = months_later(max(before.taken_on, today), before.horizon_months)
    if end.on > horizon:
        return []
    day = words.long_date(end.on)
    if end.on <= today:
        return [("retires", say("{name} was retired on {date}.", name=model.name, date=day))]
    return [("retires", say("{name} retires on {date}, within the decision's horizon.", name=model.name, date=day))]


def _moved(
    before: AssessmentGist, after: AssessmentGist, price_moved: float, words: Words
) -> list[tuple[WatchReason, str]]:
    say = words.say
    found: list[tuple[WatchReason, str]] = []
    if after.gate is not None and before.gate is None:
        found.append(("gate no longer holds", _failed(words, after.gate)))
    old, new = before.standing_cost_usd, after.standing_cost_usd
    if old and new is not None and abs(new - old) > price_moved * old:
        change = ("+" if new > old else "−") + words.percent(abs(new - old) / old)
        amounts = {"before": words.usd(old), "after": words.usd(new), "change": change}
        found.append(("price moved", say("Its monthly cost moved from {before} to {after} ({change}).", **amounts)))
    if after.choice_model and before.choice_model and after.choice_model != before.choice_model:
        name = after.choice_names[words.language]
        if after.choice_is_new:
            text = say("{name}, which is new in the catalog, would be the choice now.", name=name)
            found.append(("newcomer first", text))
        else:
            found.append(("no longer first", say("{name} would be the choice now.", name=name)))
    return found


def _failed(words: Words, gate: Elimination) -> str:
    """Which requirement the choice fails now, by its name, with what was observed."""
    fact = reason_of(gate)
    observed, required = (
        tell(fact.part(part), words.language) if fact else getattr(gate, part) for part in ("observed", "required")
    )
    return words.say(
        "The choice no longer passes the gate “{gate}”: {observed}; required: {required}.",
        gate=words.message(GATE_NAMES.get(gate.gate, gate.gate)),
        observed=observed,
        required=required,
    )


def reason_name(words: Words, reason: str) -> str:
    """A reason to look again, in words."""
    say = words.say
    return {
        "review due": say("review due"),
        "retires": say("retires"),
        "price moved": say("price moved"),
        "gate no longer holds": say("gate no longer holds"),
        "newcomer first": say("newcomer first"),
        "no longer first": say("no longer first"),
        "usage drifted": say("usage drifted"),
        "policy changed": say("policy changed"),
    }[reason]


def nothing_to_see(words: Words, count: int) -> str:
    """What is said when no decision needs another look."""
    return words.say_n(
        "{n} kept decision: nothing to look at again", "{n} kept decisions: nothing to look at again", count
    )
