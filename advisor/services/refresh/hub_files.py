"""Ask the Hub about the repositories that the catalog knows, a part of them each time, and about new ones.

Answers are kept in the overlay (``refreshed/fetched/hub.json``), which is also the file that a house without a network
reads from a folder. Each run asks about those repositories that were asked longest ago, so that a month of runs goes
round; an answer that cannot be had leaves the one before in place.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.hub.client import fetch_repository, newest_repositories
from advisor.catalog.identity.identify import identify
from advisor.catalog.refresh.editions import ROOM
from advisor.catalog.refresh.gather import OnProgress, SourceFile
from advisor.catalog.refresh.records import SourceProblem
from advisor.catalog.refresh.sources.hub import ENTRIES, SOURCE
from advisor.errors import CatalogError
from advisor.whole_files import write_whole

A_TIME: Final = 60
"""Repositories that are asked about in one run: two requests each, a minute or two together."""
OWNERS: Final = 25
"""Organisations whose newest repositories are listed in one run: those with most models in the catalog."""
NEWEST: Final = 10
PATIENCE_S: Final = 300.0
_ASKED: Final = "asked_on"


@dataclass(frozen=True, slots=True)
class HubAsker:
    """Asks ``endpoint`` (the public Hub by default); ``clock`` is seconds that pass, for the deadline of a run."""

    overlay: Path
    today: date
    endpoint: str | None = None
    clock: Callable[[], float] = field(default=time.monotonic)
    patience_s: float = PATIENCE_S

    def file(self, catalog: Catalog, progress: OnProgress) -> tuple[list[SourceFile], list[SourceProblem]]:
        """The answers that are known after this run as one file of the source, and what could not be had."""
        entries = self._kept()
        until = self.clock() + self.patience_s
        lost: list[str] = []
        for hub_id in self._wanted(catalog, entries, lost):
            if self.clock() > until:
                lost.append("the rest is left for the next run: its time is over")
                break
            try:
                facts = fetch_repository(hub_id, endpoint=self.endpoint, sizes=True)
            except CatalogError as error:
                lost.append(f"{hub_id}: {error.problems[0].found}")
                continue
            entries[hub_id] = {**facts.model_dump(mode="json"), _ASKED: self.today.isoformat()}
        progress(SOURCE.name, f"{len(entries):,} repositories known, {len(lost):,} not to be had")
        content = json.dumps({ENTRIES: list(entries.values())}, sort_keys=True, ensure_ascii=False).encode()
        if entries:
            write_whole(self._path, content, inside=self.overlay)
        files = [SourceFile(f"{SOURCE.name}.json", content, self.today, SOURCE)] if entries else []
        return files, self._problems(lost)

    @property
    def _path(self) -> Path:
        return self.overlay / ROOM / "fetched" / f"{SOURCE.name}.json"

    def _kept(self) -> dict[str, dict[str, Any]]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))[ENTRIES]
            return {str(entry["hub_id"]): entry for entry in found}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def _wanted(self, catalog: Catalog, entries: Mapping[str, Mapping[str, Any]], lost: list[str]) -> list[str]:
        """The repositories of this run: new ones first, then those that were asked longest ago."""
        known = dict.fromkeys(m.hub_id for m in catalog.models if m.hub_id)
        known |= dict.fromkeys(row.hub_id for row in catalog.quantised_checkpoints if row.hub_id)
        oldest = sorted(known, key=lambda name: (str(entries.get(name, {}).get(_ASKED, "")), name))
        new = [name for name in self._new(catalog, lost) if name not in entries and name not in known]
        return [*new, *oldest][:A_TIME]

    def _new(self, catalog: Catalog, lost: list[str]) -> list[str]:
        """Repositories of known owners whose name leads to no model: neither a copy nor a variant of one."""
        owners = Counter(m.hub_id.partition("/")[0] for m in catalog.models if m.hub_id and "/" in m.hub_id)
        found: list[str] = []
        for owner, _ in owners.most_common(OWNERS):
            try:
                found += newest_repositories(owner, most=NEWEST, endpoint=self.endpoint)
            except CatalogError as error:
                lost.append(f"{owner}: {error.problems[0].found}")
        return [name for name in found if identify(catalog, name, scheme="huggingface").reason == "unknown"]

    def _problems(self, lost: list[str]) -> list[SourceProblem]:
        if not lost:
            return []
        more = f" and {len(lost) - 3:,} more" if len(lost) > 3 else ""  # noqa: PLR2004 - as many as one reads
        message = f"{SOURCE.title}: not to be had: {'; '.join(lost[:3])}{more}."
        return [SourceProblem(source=SOURCE.name, place=self.endpoint or SOURCE.link, message=message)]
