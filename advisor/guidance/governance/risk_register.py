"""The risk register: what may go wrong, what follows, how likely and how bad, who does what until when.

It is filled from the duties and notes of a decision; likelihood and impact are judgements (``register-*`` of
``judgements.csv``) that everybody is meant to change. What was changed is kept apart from what it was filled with, so
that a register that was edited still follows the facts, and speaks the reader's language where nobody wrote over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

from pydantic import Field, ValidationError

from advisor.guidance.governance.records import Duty, RegisterRisk
from advisor.guidance.records import RiskNote
from advisor.questionnaire.answers import Answers
from advisor.units import Band, Record, Told, ToldValue, told

STATUSES: Final = ("open", "in_progress", "done", "accepted")
EDITED: Final = ("cause", "effect", "likelihood", "impact", "mitigation", "owner", "due", "status")
"""Fields of a risk that can be written over."""
OWN: Final = "own-"
"""How the id of a risk begins that somebody added."""
_GRAVE: Final = frozenset({"duty", "high"})
_WORST: Final = 5
_OF_NOTES: Final[Mapping[str, tuple[str, str]]] = {
    "training": ("privacy", "dpo"),
    "may_train": ("privacy", "dpo"),
    "retention": ("privacy", "dpo"),
    "abuse_monitoring": ("privacy", "dpo"),
    "copyright": ("copyright", "legal"),
    "lock_in": ("lock_in", "procurement"),
    "retirement": ("lifecycle", "operations"),
    "no_retirement": ("lifecycle", "operations"),
    "run_it": ("operations", "operations"),
    "licence": ("licence", "legal"),
    "licence_unknown": ("licence", "legal"),
}
"""Theme and owner of the notes about the choice itself, which no rule of the table makes."""


class RegisterEdits(Record):
    """What somebody changed in a register: fields by risk, risks of their own, and the ids of those removed."""

    edits: dict[str, dict[str, Any]] = Field(default_factory=dict)
    own: tuple[dict[str, Any], ...] = ()
    removed: tuple[str, ...] = ()


class _Filling:
    """Fills lines of the register by the judgements of a catalog."""

    def __init__(self, answers: Answers, judgement: Mapping[str, float], as_of: date) -> None:
        sensitive = answers.data.classification in ("confidential", "restricted")
        high = answers.governance.eu_ai_act_risk == "high"
        self._worse = {
            **dict.fromkeys(("privacy", "security"), 1 if sensitive else 0),
            **dict.fromkeys(("accuracy", "fairness", "interpretability"), 1 if high else 0),
        }
        self._judgement = judgement
        self._as_of = as_of

    def line(
        self,
        risk_id: str,
        *,
        theme: str,
        severity: str,
        said: Mapping[str, Told | tuple[Told, ...]],
        source: str,
        from_day: date | None = None,
    ) -> RegisterRisk:
        """One line; ``said`` has its cause, mitigation and owner, ``from_day`` is the day from which a duty applies."""
        likelihood = int(self._judgement[f"register-likelihood-{severity}"])
        impact = min(
            int(self._judgement[f"register-impact-{theme.replace('_', '-')}"]) + self._worse.get(theme, 0), _WORST
        )
        grave = likelihood * impact >= self._judgement["register-grave-from"]
        days = self._judgement["register-due-days-grave" if grave else "register-due-days"]
        later = from_day is not None and from_day > self._as_of
        return RegisterRisk(
            risk_id=risk_id,
            theme=theme,
            likelihood=likelihood,
            impact=impact,
            due=from_day if later else self._as_of + timedelta(days=int(days)),
            source=source,
            told={**said, "effect": told(f"governance.effect.{theme}")},
        )


def register_of(
    duties: Iterable[Duty],
    notes: Iterable[RiskNote],
    answers: Answers,
    judgement: Mapping[str, float],
    as_of: date,
    *,
    cost: Band | None = None,
    inferred: bool = False,
) -> tuple[RegisterRisk, ...]:
    """The register as the facts fill it, gravest first.

    ``notes`` are those of the record; ``cost`` is the monthly one of the choice in US dollars, and ``inferred`` says
    that it is to be tested first.
    """
    filling = _Filling(answers, judgement, as_of)
    noted = {key_of(note): note for note in notes}
    found: dict[str, RegisterRisk] = {}
    for duty in duties:
        if duty.severity in _GRAVE or duty.rule_id in noted:
            said = {"cause": duty.told["statement"], "mitigation": duty.told["action"], "owner": duty.told["who"]}
            found[duty.rule_id] = filling.line(
                duty.rule_id,
                theme=duty.theme,
                severity=duty.severity,
                said=said,
                source=duty.source,
                from_day=duty.in_force_on,
            )
    for key, note in noted.items():
        if key not in found and key in _OF_NOTES:
            theme, who = _OF_NOTES[key]
            said = {"cause": note.told["statement"], "mitigation": note.told["action"], "owner": _who(who)}
            found[key] = filling.line(
                key, theme=theme, severity=note.severity, said=said, source=note.source or "own-assumptions#governance"
            )
    found |= _of_the_choice(filling, answers, cost, inferred=inferred)
    return gravest_first(found.values())


def _of_the_choice(
    filling: _Filling, answers: Answers, cost: Band | None, *, inferred: bool
) -> dict[str, RegisterRisk]:
    """A choice that nobody scored, and a cost that may pass the cap."""
    found: dict[str, RegisterRisk] = {}
    if inferred:
        said = _said("test_first", "owner")
        found["test_first"] = filling.line(
            "test_first", theme="accuracy", severity="high", said=said, source="own-assumptions#governance"
        )
    budget = answers.budget
    if cost is not None and budget.monthly_cap is not None:
        high, cap = cost.p90 / budget.usd_per_unit, float(budget.monthly_cap)
        if high > cap:
            said = _said("cost", "owner", high=("number", high), cap=("number", cap), currency=budget.currency)
            found["cost"] = filling.line(
                "cost", theme="money", severity="medium", said=said, source="own-assumptions#governance"
            )
    return found


def _said(key: str, who: str, **values: ToldValue) -> dict[str, Told | tuple[Told, ...]]:
    return {
        "cause": told(f"governance.register.{key}.cause", **values),
        "mitigation": told(f"governance.register.{key}.mitigation"),
        "owner": _who(who),
    }


def _who(who: str) -> Told:
    return told(f"governance.who.{who}")


def key_of(note: RiskNote) -> str:
    """The key of what a note says, which is the id of its rule where one makes it; blank for an old record's."""
    said = note.told.get("statement")
    return said.key.split(".")[1] if isinstance(said, Told) else ""


def gravest_first(risks: Iterable[RegisterRisk]) -> tuple[RegisterRisk, ...]:
    """By level, then by impact, then in the order given."""
    return tuple(sorted(risks, key=lambda risk: (-risk.level, -risk.impact)))


def with_edits(filled: Sequence[RegisterRisk], edits: RegisterEdits) -> tuple[RegisterRisk, ...]:
    """The register as it was edited: written over where somebody wrote, without what was removed, with own risks."""
    risks = [
        _written_over(risk, edits.edits.get(risk.risk_id, {})) for risk in filled if risk.risk_id not in edits.removed
    ]
    return (*risks, *(RegisterRisk.model_validate(row) for row in edits.own))


def edits_of(filled: Sequence[RegisterRisk], rows: Sequence[Mapping[str, Any]]) -> RegisterEdits:
    """What rows of an edited register differ in from the filled one, whose sentences are in the rows' language."""
    known = {risk.risk_id: risk for risk in filled}
    edits: dict[str, dict[str, Any]] = {}
    own: list[dict[str, Any]] = []
    for row in rows:
        risk = known.get(row.get("risk_id") or "")
        given = {name: row[name] for name in EDITED if row.get(name) not in (None, "")}
        if risk is None:
            if any(given.get(name) for name in ("cause", "effect", "mitigation")):
                own.append(_own(row, given, len(own) + 1))
            continue
        changed = {name: value for name, value in given.items() if value != getattr(risk, name)}
        if changed:
            edits[risk.risk_id] = RegisterRisk.model_validate(
                {"risk_id": risk.risk_id, "likelihood": 1, "impact": 1} | changed
            ).model_dump(mode="json", include=set(changed))
    left = {row.get("risk_id") for row in rows}
    return RegisterEdits(edits=edits, own=tuple(own), removed=tuple(key for key in known if key not in left))


def read_edits(content: str | None) -> RegisterEdits:
    """Kept edits; none where nothing was kept, or what was kept cannot be read by this version."""
    try:
        return RegisterEdits() if content is None else RegisterEdits.model_validate_json(content)
    except ValidationError:
        return RegisterEdits()


def _own(row: Mapping[str, Any], given: Mapping[str, Any], number: int) -> dict[str, Any]:
    """A risk that somebody added, with an id that it keeps and the middle of the scale where nothing was chosen."""
    said = str(row.get("risk_id") or "")
    named = {"risk_id": said if said.startswith(OWN) else f"{OWN}{number}", "likelihood": 3, "impact": 3}
    return RegisterRisk.model_validate(named | dict(given)).model_dump(mode="json", exclude={"told"})


def _written_over(risk: RegisterRisk, edits: Mapping[str, Any]) -> RegisterRisk:
    if not edits:
        return risk
    plain = {name: value for name, value in risk.model_dump().items() if name != "told"} | dict(edits)
    said = {name: value for name, value in risk.told.items() if name not in edits}
    return RegisterRisk.model_validate(plain).model_copy(update={"told": said})
