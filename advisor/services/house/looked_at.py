"""Every decision of a house looked at again, from gists: what is known at once, and what a new run must tell.

A gist is worked out once, of the assessment as it was kept and, where the catalog has changed since, of a new run on
the catalog of today. Both are kept, so that a page over two thousand decisions reads two thousand short rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from advisor import __version__
from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import lifting
from advisor.errors import StorageError
from advisor.guidance.after_go_live.review import Drift
from advisor.guidance.versions.records import MigrationPlan
from advisor.policy.house import GrantedException
from advisor.report.replay.gist import AssessmentGist, gist_of
from advisor.report.replay.migration import migration_plan
from advisor.report.replay.replay import rerun
from advisor.report.replay.watch import WatchedGist, WatchNote, is_open, notes_on
from advisor.services.guidance.after_go_live import USAGE_KIND, kept_usage, review_usage
from advisor.services.house.exceptions import all_granted
from advisor.storage.derived.gists import Gists, KeptBriefly
from advisor.storage.entries import Entries
from advisor.storage.lifecycle import KeptDecision, Lifecycle
from advisor.units import parsed

MADE_BY: Final = f"{__version__} gist 1"
"""Which version made a gist; another one makes it anew. The number moves with the fields of a gist."""
_UNREADABLE: Final = ""
"""What is kept of an assessment that cannot be read, so that it is not tried at every look."""


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Notes on the decisions, the gists of their assessments by the decision's id, and how many were kept.

    ``left`` counts decisions of which something must be worked out yet: its notes may miss what that would tell.
    """

    notes: tuple[WatchNote, ...]
    gists: Mapping[str, AssessmentGist]
    count: int
    left: int


def look_at_all(
    life: Lifecycle,
    catalog: Catalog,
    today: date,
    *,
    language: str = "en",
    run: Callable[[Assessment, Catalog], Assessment] = rerun,
    entries: Entries | None = None,
    plans: bool = False,
    go_on: Callable[[int, int], bool] = lambda _place, _count: True,
) -> LookedAt:
    """Look at every kept decision; ``run`` assesses one anew.

    ``go_on`` is asked with the place of a decision and their number before anything of it is worked out; False leaves
    it for another time. With ``entries`` usage beyond the plan is noted, and exceptions from the policy count;
    with ``plans`` a choice that ends has its migration plan, for which the whole assessments are read.
    """
    look = _Look(life, entries, catalog, today, language=language, run=run, plans=plans)
    every = look.every
    notes: list[WatchNote] = []
    gists: dict[str, AssessmentGist] = {}
    left = 0
    for place, brief in enumerate(every):
        found, whole, gist = look.at(brief, partial(go_on, place, len(every)))
        notes.extend(found)
        left += not whole
        if gist is not None:
            named = {} if brief.review_on is None else {"review_on": brief.review_on}
            gists[brief.decision_id] = gist.model_copy(update=named) if named else gist
    return LookedAt(tuple(notes), gists, len(every), left)


class _Look:
    """One look: what is known is read at the start, in a handful of questions however many decisions there are."""

    def __init__(
        self,
        life: Lifecycle,
        entries: Entries | None,
        catalog: Catalog,
        today: date,
        *,
        language: str,
        run: Callable[[Assessment, Catalog], Assessment],
        plans: bool,
    ) -> None:
        self._life, self._catalog, self._today, self._language = life, catalog, today, language
        self._run, self._entries, self._plans = run, entries, plans
        self._gists: Gists = life.gists()
        self.every = self._gists.all_kept()
        self._under = _catalogs(catalog, entries, today)
        digests = {catalog.digest, *(one.digest for one in self._under.values())}
        self._known = self._gists.standing(MADE_BY, sorted(digests))
        self._used = set() if entries is None else entries.standing_of_kind(USAGE_KIND).keys()

    def at(
        self, brief: KeptBriefly, go_on: Callable[[], bool]
    ) -> tuple[tuple[WatchNote, ...], bool, AssessmentGist | None]:
        """Notes on one decision, whether all of it is known, and its gist where it can be read."""
        gist = self._gist(brief, go_on)
        if not isinstance(gist, AssessmentGist):
            return (), gist is None, None
        if not is_open(brief.status):
            return (), True, gist
        under = self._under.get(brief.decision_id, self._catalog)
        missed: list[str] = []
        watched = WatchedGist(
            decision_id=brief.decision_id,
            name=brief.name,
            gist=gist,
            review_on=brief.review_on,
            drifts=self._drifts(brief),
        )
        notes = notes_on(
            watched,
            under,
            self._today,
            again=partial(self._again, brief, gist, under, go_on, missed),
            migration=partial(self._migration, brief, gist, under, go_on),
            language=self._language,
        )
        return notes, not missed, gist

    def _gist(self, brief: KeptBriefly, go_on: Callable[[], bool]) -> AssessmentGist | bool | None:
        """Of the assessment as it was kept; None where that cannot be read, False where it is left for later."""
        known = self._known.get(brief.key())
        if known is not None and (found := parsed(AssessmentGist, known)) is not None:
            return found
        if known == _UNREADABLE:
            return None
        if not go_on():
            return False
        kept = self._kept(brief)
        if kept is None:
            self._gists.keep(brief.key(), MADE_BY, _UNREADABLE)
            return None
        made = gist_of(kept.assessment, kept.chosen_id)
        self._gists.keep(brief.key(), MADE_BY, made.model_dump_json())
        return made

    def _again(
        self, brief: KeptBriefly, before: AssessmentGist, under: Catalog, go_on: Callable[[], bool], missed: list[str]
    ) -> AssessmentGist | None:
        """Of the same decision worked out on a catalog; None, and a line in ``missed``, where that is left."""
        key = brief.key(under.digest)
        found = parsed(AssessmentGist, self._known.get(key, ""))
        if found is not None:
            return found
        kept = self._kept(brief) if go_on() else None
        if kept is None:
            missed.append(brief.decision_id)
            return None
        made = gist_of(self._run(kept.assessment, under), before.chosen_id, before=kept.assessment)
        self._gists.keep(key, MADE_BY, made.model_dump_json())
        return made

    def _migration(
        self, brief: KeptBriefly, before: AssessmentGist, under: Catalog, go_on: Callable[[], bool]
    ) -> MigrationPlan | None:
        """What to do about the end of the choice; None where nobody asks for it or there is no time for it."""
        kept = self._kept(brief) if self._plans and go_on() else None
        if kept is None:
            return None
        return migration_plan(kept.assessment, under, self._today, chosen_id=before.chosen_id, firm=True, run=self._run)

    def _kept(self, brief: KeptBriefly) -> KeptDecision | None:
        try:
            return self._life.kept(brief.decision_id)
        except (StorageError, ValueError):
            return None

    def _drifts(self, brief: KeptBriefly) -> tuple[Drift, ...]:
        """What the usage kept beside a decision left of its plan; only where there is usage is the whole read."""
        if brief.decision_id not in self._used or self._entries is None:
            return ()
        usage, kept = kept_usage(self._entries, brief.decision_id), self._kept(brief)
        if usage is None or kept is None:
            return ()
        found = review_usage(kept.assessment, usage, self._catalog, chosen_id=kept.chosen_id)
        return found.drifts if found is not None else ()


def _catalogs(catalog: Catalog, entries: Entries | None, today: date) -> dict[str, Catalog]:
    """The catalogs of decisions for which a rule of the policy is lifted, by the decision's id."""
    held = catalog.policy
    if held is None or entries is None:
        return {}
    granted: dict[str, tuple[GrantedException, ...]] = all_granted(entries)
    return {decision_id: lifting(catalog, held.excepting(found, today)) for decision_id, found in granted.items()}
