"""All that a refresh can ask without a folder: published files, the Hub, and what the installation itself knows."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.gather import OnProgress, SourceFile
from advisor.catalog.refresh.records import SourceProblem
from advisor.catalog.refresh.sources import hub
from advisor.services.refresh.fetch import MIRROR, Fetcher
from advisor.services.refresh.hub_files import HubAsker
from advisor.services.refresh.own_files import OwnFiles
from advisor.settings import Settings
from advisor.storage.database import is_made, open_database
from advisor.storage.trials import TrialStore


@dataclass(frozen=True, slots=True)
class AskEverywhere:
    """Gets the files of the wanted sources (all by default) from wherever each of them is."""

    overlay: Path
    today: date

    def __call__(
        self, wanted: Sequence[str], catalog: Catalog, progress: OnProgress
    ) -> tuple[list[SourceFile], list[SourceProblem]]:
        """The files, and one sentence for each that could not be had."""
        files, problems = Fetcher(self.overlay, self.today)(wanted, catalog, progress)
        endpoint = os.environ.get("HF_ENDPOINT")
        # A house with a mirror keeps a copy of the Hub's file there, or names its own Hub.
        if (not wanted or hub.SOURCE.name in wanted) and (endpoint or not os.environ.get(MIRROR)):
            asker = HubAsker(self.overlay, self.today, endpoint)
            found, lost = asker.file(catalog, progress)
            files, problems = [*files, *found], [*problems, *lost]
        if (store := _own_store()) is not None:
            found, lost = OwnFiles(store, self.today).files(wanted, progress)
            files, problems = [*files, *found], [*problems, *lost]
        return files, problems


def _own_store() -> TrialStore | None:
    """The trials of this installation; None where it has no database yet, which asking must not make."""
    url = Settings().resolved_database_url()
    return TrialStore(open_database(url)) if is_made(url) else None
