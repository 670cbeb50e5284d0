"""Two people changed one decision: what each made of it, and one set of answers made of both."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from advisor.questionnaire.answers import Answers
from advisor.questionnaire.load import check_answers
from advisor.report.replay.differences import answer_moved
from advisor.storage.decisions import Decisions, SavedDecision
from advisor.units import Record, Told

Place = tuple[str | int, ...]
_ABSENT: Final = object()


class Contested(Record):
    """An answer that two people left different: where it stands, what to call it, and whose alone was changed.

    ``told`` has theirs as ``before`` and mine as ``after``; ``mine_changed`` and ``theirs_changed`` say who moved it
    away from what both had begun with.
    """

    place: Place
    told: Told
    mine_changed: bool
    theirs_changed: bool

    @property
    def usual(self) -> bool:
        """Whether mine is taken where nobody chooses: a change goes before none, and mine before theirs."""
        return self.mine_changed


def contested_answers(base: Answers, mine: Answers, theirs: Answers) -> tuple[Contested, ...]:
    """Every answer that differs between mine and theirs, in the order of the questionnaire.

    Lists are taken as a whole; use cases one by one where neither added or removed one.
    """
    dumps = [answers.model_dump(by_alias=True) for answers in (base, mine, theirs)]
    found = []
    for place in _places(_dump(mine), _dump(theirs), ()):
        began, my, their = (_at(dump, place) for dump in dumps)
        found.append(
            Contested(
                place=place,
                told=answer_moved(mine, place, _shown(their), _shown(my)),
                mine_changed=my != began,
                theirs_changed=their != began,
            )
        )
    return tuple(found)


def merged(mine: Answers, theirs: Answers, from_mine: Collection[Place]) -> Answers:
    """Theirs, with mine at the places ``from_mine``; raises ``AnswersError`` where the two do not go together."""
    whole, my = _dump(theirs), _dump(mine)
    for place in _places(my, whole, ()):
        if place in from_mine:
            value = _at(my, place)
            holder = _at(whole, place[:-1])
            if value is _ABSENT:
                del holder[place[-1]]
            else:
                holder[place[-1]] = value
    return check_answers(whole, name="The answers made of both")


def begun_with(repository: Decisions, stored: SavedDecision, revision: int | None) -> Answers:
    """What both began with: the answers of the revision that was read; what is stored where that is not kept."""
    versions = {version.revision: version.answers for version in repository.versions(stored.decision_id)}
    return versions.get(revision or 0, stored.answers)


def _dump(answers: Answers) -> Any:
    return answers.model_dump(mode="json", by_alias=True)


def _places(mine: Any, theirs: Any, place: Place) -> list[Place]:
    if mine == theirs:
        return []
    if isinstance(mine, dict) and isinstance(theirs, dict):
        keys = dict.fromkeys([*mine, *theirs])
        return [
            found for key in keys for found in _places(mine.get(key, _ABSENT), theirs.get(key, _ABSENT), (*place, key))
        ]
    if _are_alike(mine, theirs):
        return [found for at in range(len(mine)) for found in _places(mine[at], theirs[at], (*place, at))]
    return [place]


def _are_alike(mine: Any, theirs: Any) -> bool:
    both = isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs)
    return both and all(isinstance(item, dict) for item in (*mine, *theirs))


def _at(value: Any, place: Place) -> Any:
    """What stands at a place; ``_ABSENT`` where the way there ends (a use case or priority that one side removed)."""
    for part in place:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    return value


def _shown(value: Any) -> Any:
    return None if value is _ABSENT else value
