"""The policy as a page edits it: tables made of a policy, a policy made of tables, and its file put in place.

The file stays what counts: a page writes it as an administrator would, keeps the one before beside it, and refuses to
write over one that somebody else has put there meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import unknown_names
from advisor.errors import ConflictError, PolicyError, Problem, StorageError
from advisor.policy.house import COVERED_PRICES, DEMANDS, HousePolicy, PolicyRule, PriceAgreement
from advisor.policy.load import check_logo, load_policy
from advisor.questionnaire.load import problems_of
from advisor.report.replay.gist import AssessmentGist, gist_of
from advisor.report.replay.watch import is_open
from advisor.settings import Settings
from advisor.storage.lifecycle import Lifecycle
from advisor.units import Record
from advisor.whole_files import PRIVATE_FILE, write_whole

EARLIER: Final = "policy-history"
"""The folder beside the policy that keeps the ones before it."""
RULE_COLUMNS: Final = ("id", "demand", "names", "data_classes", "why")
_LISTS: Final = ("providers", "vendors", "models", "covers")
AGREEMENT_COLUMNS: Final = ("id", *_LISTS, "percent", *COVERED_PRICES, "valid_from", "valid_until", "source")
Cells = Mapping[str, Any]


def rule_cells(rule: PolicyRule) -> dict[str, Any]:
    """A rule as a row: its demand, and what that names as one text."""
    value = getattr(rule, rule.demand)
    named = ", ".join(rule.asked) if isinstance(value, tuple) else "" if value is True else str(value)
    return {"id": rule.id, "demand": rule.demand, "names": named, "data_classes": [*rule.data_classes], "why": rule.why}


def agreement_cells(agreement: PriceAgreement) -> dict[str, Any]:
    """An agreement as a row, its lists as texts."""
    cells: dict[str, Any] = {name: getattr(agreement, name) for name in AGREEMENT_COLUMNS}
    prices = {name: None if cells[name] is None else float(cells[name]) for name in ("percent", *COVERED_PRICES)}
    return cells | prices | {name: ", ".join(cells[name]) for name in _LISTS}


def rules_of(rows: Iterable[Cells]) -> list[dict[str, Any]]:
    """Rows as rules are written in the file; rows in which nothing stands are left out."""
    return [_rule(row) for row in rows if any(_given(row.get(name)) for name in RULE_COLUMNS)]


def _rule(row: Cells) -> dict[str, Any]:
    rule: dict[str, Any] = {name: value for name in ("id", "why") if (value := _text(row.get(name)))}
    classes, demand, named = row.get("data_classes"), _text(row.get("demand")), _text(row.get("names"))
    if _given(classes):
        rule["data_classes"] = [*classes] if isinstance(classes, list | tuple) else _listed(str(classes))
    if demand == "no_training":
        rule[demand] = True
    elif demand == "max_retention_days":
        rule[demand] = int(named) if named.isdigit() else named
    elif demand in DEMANDS:
        rule[demand] = _listed(named)
    return rule


def agreements_of(rows: Iterable[Cells]) -> list[dict[str, Any]]:
    """Rows as agreements are written in the file."""
    found = []
    for row in rows:
        lists = {name: _listed(_text(row.get(name))) for name in _LISTS if _text(row.get(name))}
        rest = {name: row[name] for name in AGREEMENT_COLUMNS if name not in _LISTS and _given(row.get(name))}
        if rest or lists:
            found.append({name: _plain(value) for name, value in (rest | lists).items()})
    return found


def _given(value: Any) -> bool:
    """Whether something stands in a cell; what is missing in a table is not equal to itself."""
    return value is not None and value == value and value not in ("", [], ())  # noqa: PLR0124 - NaN, NaT


def _text(value: Any) -> str:
    return str(value).strip() if _given(value) else ""


def _listed(text: str) -> list[str]:
    return [part for piece in re.split(r"[,;\n]", text) if (part := piece.strip())]


def _plain(value: Any) -> Any:
    return value.isoformat()[:10] if isinstance(value, date) else value.strip() if isinstance(value, str) else value


def checked_policy(
    data: Mapping[str, Any], catalog: Catalog, held: HousePolicy | None
) -> tuple[HousePolicy | None, tuple[Problem, ...]]:
    """The policy that was typed, or every problem with its place; ``held`` is the one that it takes the place of."""
    try:
        policy = HousePolicy.model_validate({"policy": 1, **data})
    except ValidationError as error:
        return None, tuple(problems_of(error, HousePolicy, "policy"))
    problems = list(unknown_names(policy, catalog))
    if held is not None and policy.version == held.version and policy.digest != held.digest:
        allowed = "another version, so that decisions say under which they were taken"
        problems.append(Problem("version", f"{policy.version} is the one in force", allowed))
    return (None if problems else policy), tuple(problems)


def policy_text(policy: HousePolicy) -> str:
    """The policy as its file has it."""
    data = policy.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for agreement in data.get("agreements", ()):  # decimals are numbers there, not texts
        agreement |= {name: float(agreement[name]) for name in ("percent", *COVERED_PRICES) if name in agreement}
    return yaml.safe_dump({"policy": 1, **data}, sort_keys=False, allow_unicode=True, width=100)


def policy_place(settings: Settings) -> Path:
    """Where the policy stands, or would."""
    return settings.policy_file or settings.home / "policy.yaml"


def save_policy(
    settings: Settings,
    policy: HousePolicy,
    *,
    before: HousePolicy | None,
    note: Callable[[str], None],
    logo: tuple[str, bytes] | None = None,
) -> Path:
    """Put a policy in place and keep the one before; gives its file.

    ``before`` is the policy that the page was drawn from. ``note`` writes a line of the audit trail: first which policy
    comes, so that none is ever in force without its line, and where that then fails, that it did not. Raises
    ConflictError where another stands there now, PolicyError for a logo that cannot be used, StorageError where the
    file cannot be written.
    """
    place = policy_place(settings)
    there = load_policy(place) if place.is_file() else None
    if (there and there.digest) != (before and before.digest):
        raise ConflictError("the policy was changed elsewhere: look at what stands now, then change it again")
    if logo is not None:
        check_logo(*logo)
    named = f"{policy.name}, {policy.version}, {policy.digest}"
    note(named)
    try:
        if there is not None:
            write_whole(place.parent / EARLIER / _earlier_name(there), place.read_bytes(), mode=PRIVATE_FILE)
        if logo is not None:
            write_whole(place.parent / logo[0], logo[1], mode=PRIVATE_FILE)
        write_whole(place, policy_text(policy).encode(), mode=PRIVATE_FILE)
    except OSError as error:
        note(f"{named}: not put in force, its file could not be written")
        raise StorageError(f"the policy cannot be written to {place}: {error.strerror or error}") from error
    load_policy(place)
    return place


def _earlier_name(policy: HousePolicy) -> str:
    version = re.sub(r"[^A-Za-z0-9.-]+", "-", policy.version)[:40]
    return f"{policy.dated.isoformat()}-{version}-{policy.digest[:8]}.yaml"


def earlier_policies(settings: Settings) -> tuple[HousePolicy, ...]:
    """The policies before, the latest first; what cannot be read any more is left out."""
    found = []
    for path in sorted((policy_place(settings).parent / EARLIER).glob("*.yaml"), reverse=True):
        try:
            found.append(load_policy(path))
        except PolicyError:
            continue
    return tuple(found)


class PolicyEffect(Record):
    """What another policy would make of one saved decision."""

    decision_id: str
    name: str
    now: AssessmentGist
    then: AssessmentGist

    @property
    def changes(self) -> bool:
        """Whether its choice, the cost of that choice, or whether it stands at all would be another."""
        of = [(one.choice_model, one.gate is None, one.standing_cost_usd) for one in (self.now, self.then)]
        return of[0] != of[1]


def effects_of(
    life: Lifecycle,
    under_now: Callable[[str], Catalog],
    under_then: Callable[[str], Catalog],
    *,
    run: Callable[[Assessment, Catalog], Assessment],
    go_on: Callable[[int, int], bool],
) -> tuple[tuple[PolicyEffect, ...], int]:
    """Each open decision worked out under both policies, and how many ``go_on`` left; catalogs by a decision's id."""
    briefs: Sequence[Any] = [brief for brief in life.gists().all_kept() if is_open(brief.status)]
    found: list[PolicyEffect] = []
    for place, brief in enumerate(briefs):
        if not go_on(place, len(briefs)):
            return tuple(found), len(briefs) - place
        kept = life.kept(brief.decision_id)
        if kept is None:
            continue
        gists = [
            gist_of(run(kept.assessment, under(brief.decision_id)), kept.chosen_id, before=kept.assessment)
            for under in (under_now, under_then)
        ]
        found.append(PolicyEffect(decision_id=brief.decision_id, name=brief.name, now=gists[0], then=gists[1]))
    return tuple(found), 0
