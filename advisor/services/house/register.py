"""The register of the house: every saved decision as one row, with what an inventory of AI systems asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.answers import Answers
from advisor.report.replay.gist import AssessmentGist
from advisor.report.replay.replay import rerun
from advisor.report.replay.watch import WatchNote
from advisor.services.house.looked_at import LookedAt, look_at_all
from advisor.storage.decisions import Decisions, SavedDecision
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.known_people import KnownPeople
from advisor.units import Record

NameOf = Callable[[str], str]


class RegisteredDecision(Record):
    """One decision of the house; what nobody stated, and what was not assessed yet, is empty.

    ``usd_per_month`` is the median cost of the choice; ``attention`` are the reasons to look at it again.
    """

    decision_id: str
    system: str
    purpose: str = ""
    use_cases: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    model_id: str = ""
    model: str = ""
    provider: str = ""
    hosting: str = ""
    place: str = ""
    owner: str = ""
    team: str = ""
    data_class: str
    personal_data: bool
    risk_class: str
    countries: tuple[str, ...] = ()
    status: str
    version: int
    decided_on: date | None = None
    review_on: date | None = None
    policy: str = ""
    policy_digest: str = ""
    exceptions: tuple[str, ...] = ()
    usd_per_month: float | None = None
    verdict: str = ""
    attention: tuple[WatchNote, ...] = ()


def house_register(
    decisions: Decisions,
    life: Lifecycle,
    entries: Entries,
    catalog: Catalog,
    today: date,
    *,
    language: str = "en",
    run: Callable[[Assessment, Catalog], Assessment] = rerun,
    name_of: NameOf = lambda _: "",
) -> tuple[RegisteredDecision, ...]:
    """Every decision that the person of these repositories may see, latest first, with what needs attention on a day.

    Decisions that are rejected or superseded stand in it and need none; those in the bin are left out.
    """
    found = look_at_all(life, catalog, today, language=language, run=run, entries=entries)
    return registered(decisions.all(), found, catalog, name_of=name_of)


def register_as_known(
    decisions: Decisions,
    life: Lifecycle,
    entries: Entries,
    catalog: Catalog,
    today: date,
    *,
    go_on: Callable[[int, int], bool],
    language: str = "en",
    run: Callable[[Assessment, Catalog], Assessment] = rerun,
    name_of: NameOf = lambda _: "",
) -> tuple[tuple[RegisteredDecision, ...], int]:
    """The same as far as it is known, and of how many decisions something is left that ``go_on`` did not let be done.

    See ``advisor.services.house.looked_at``.
    """
    found = look_at_all(life, catalog, today, language=language, run=run, entries=entries, go_on=go_on)
    return registered(decisions.all(), found, catalog, name_of=name_of), found.left


def names_of(people: KnownPeople) -> NameOf:
    """The names of everybody who has signed in, by the subject of the sign-in; empty for nobody known."""
    names = {one.subject: one.name or one.email for one in people.everybody()}
    return lambda subject: names.get(subject, "")


def registered(
    saved: Sequence[SavedDecision], found: LookedAt, catalog: Catalog, *, name_of: NameOf = lambda _: ""
) -> tuple[RegisteredDecision, ...]:
    """A row for every saved decision, in their order; those that were never assessed for keeps have no model yet.

    ``name_of`` gives the name of a person by the subject of the sign-in.
    """
    told: dict[str, list[WatchNote]] = {}
    for note in found.notes:
        told.setdefault(note.decision_id, []).append(note)
    return tuple(
        _row(one, found.gists.get(one.decision_id), tuple(told.get(one.decision_id, ())), catalog, name_of(one.owner))
        for one in saved
    )


def _row(
    saved: SavedDecision, gist: AssessmentGist | None, notes: tuple[WatchNote, ...], catalog: Catalog, owner: str
) -> RegisteredDecision:
    answers = saved.answers
    assessed = {} if gist is None else _assessed(gist, catalog)
    return RegisteredDecision(
        decision_id=saved.decision_id,
        system=saved.name,
        purpose=answers.question or next((case.description for case in answers.use_cases if case.description), ""),
        use_cases=tuple(case.name for case in answers.use_cases),
        tasks=tuple(case.task for case in answers.use_cases),
        owner=owner or answers.owner.strip(),
        team=saved.team,
        data_class=answers.data.classification,
        personal_data=answers.data.personal_data,
        risk_class=answers.governance.eu_ai_act_risk,
        countries=_countries(answers),
        status=saved.status,
        version=saved.revision,
        attention=notes,
        **assessed,
    )


def _countries(answers: Answers) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*answers.data.jurisdictions, *filter(None, (answers.hosting.country,)))))


def _assessed(gist: AssessmentGist, catalog: Catalog) -> dict[str, Any]:
    """What the assessment that was kept adds: the option chosen, its money, the days and the policy."""
    note, model, provider = gist.policy, gist.model_id, gist.provider_id
    return {
        "verdict": gist.verdict,
        "model_id": model,
        "model": catalog.model[model].name if model in catalog.model else model,
        "provider": catalog.provider[provider].name if provider in catalog.provider else provider,
        "hosting": gist.hosting,
        "place": gist.place,
        "usd_per_month": None if gist.cost_usd is None else round(gist.cost_usd, 2),
        "decided_on": gist.taken_on,
        "review_on": gist.review_on,
        "policy": f"{note.name}, {note.version}" if note is not None else "",
        "policy_digest": note.digest if note is not None else "",
        "exceptions": tuple(one.rule_id for one in note.exceptions) if note is not None else (),
    }


def with_attention(rows: Sequence[RegisteredDecision]) -> tuple[RegisteredDecision, ...]:
    """Those that need another look."""
    return tuple(row for row in rows if row.attention)


def filtered(
    rows: Sequence[RegisteredDecision], wanted: Mapping[str, Sequence[str]], *, attention: bool = False
) -> tuple[RegisteredDecision, ...]:
    """Rows that have one of the wanted values in every field that is asked for; with ``attention`` only such."""
    return tuple(
        row
        for row in rows
        if (not attention or row.attention)
        and all(not values or getattr(row, name) in values for name, values in wanted.items())
    )
