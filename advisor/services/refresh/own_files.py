"""What the installation itself knows, as files of the refresh: models that its endpoints list, speeds of its trials.

Endpoints are asked through the saved connections, with the guards and keys of the playground; each that cannot be asked
is one sentence. Nothing is opened where the installation has no database yet.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from advisor.catalog.refresh.gather import OnProgress, SourceFile
from advisor.catalog.refresh.records import SourceProblem
from advisor.catalog.refresh.sources.own import endpoints, trials
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.storage.trials import TrialStore
from advisor.trials.clients.diagnose import DiagnosisStep, listed
from advisor.trials.network.keys import keys_from
from advisor.trials.records import Connection, Run
from advisor.units import parsed

RUNS: Final = 5_000
"""Runs of the playground that are looked at, latest first."""

Lister = Callable[[Connection], tuple[tuple[str, ...], DiagnosisStep]]


def list_models(connection: Connection) -> tuple[tuple[str, ...], DiagnosisStep]:
    """The names that an endpoint lists, asked with the keys of the environment."""
    return listed(connection, keys_from({}))


@dataclass(frozen=True, slots=True)
class OwnFiles:
    """The sources of one installation: its saved connections and runs; ``lister`` asks an endpoint."""

    store: TrialStore
    today: date
    lister: Lister = list_models

    def files(self, wanted: Sequence[str], progress: OnProgress) -> tuple[list[SourceFile], list[SourceProblem]]:
        """The files of the wanted sources (all by default), and endpoints that could not be asked."""
        read = (parsed(Connection, payload) for payload in self.store.connections())
        connections = [connection for connection in read if connection is not None]
        found: list[SourceFile] = []
        problems: list[SourceProblem] = []
        if connections and (not wanted or endpoints.SOURCE.name in wanted):
            entries = self._listed(connections, problems, progress)
            found += self._file(endpoints.SOURCE, endpoints.ENTRIES, entries)
        if not wanted or trials.SOURCE.name in wanted:
            entries = self._measured({connection.name: connection for connection in connections})
            if entries:
                progress(trials.SOURCE.name, f"{len(entries):,} runs")
            found += self._file(trials.SOURCE, trials.ENTRIES, entries)
        return found, problems

    def _listed(
        self, connections: Sequence[Connection], problems: list[SourceProblem], progress: OnProgress
    ) -> list[dict[str, Any]]:
        entries = []
        for connection in connections:
            if connection.flavour == "embedded":
                continue
            models, step = self.lister(connection)
            if not models:
                message = f"{connection.name} lists no models: {step.message}"
                place = connection.base_url
                problems.append(SourceProblem(source=endpoints.SOURCE.name, place=place, message=message))
                continue
            progress(endpoints.SOURCE.name, f"{connection.name}: {len(models):,} models")
            provider = connection.provider_id if connection.hosting == "provider_api" else None
            entries.append({"connection": connection.name, "provider_id": provider or "", "models": list(models)})
        return entries

    def _measured(self, connections: dict[str, Connection]) -> list[dict[str, Any]]:
        """Whole streamed runs at providers, with the provider that their connection names."""
        entries = []
        for payload in self.store.runs(limit=RUNS):
            run = parsed(Run, payload)
            connection = None if run is None else connections.get(run.connection)
            if run is None or connection is None or not connection.provider_id or run.hosting != "provider_api":
                continue
            seen = run.measurement
            if not run.whole or not seen.streamed or not seen.ttft_s or not seen.itl_ms:
                continue
            entries.append(
                {
                    "model": run.model,
                    "catalog_model_id": run.catalog_model_id or "",
                    "provider_id": connection.provider_id,
                    "measured_on": run.started_at.date().isoformat(),
                    "ttft_ms": round(seen.ttft_s * 1000, 1),
                    "output_tokens_per_s": round(1000 / seen.itl_ms, 2),
                    "prompt_tokens": run.tokens.input_tokens,
                    "output_tokens": run.tokens.output_tokens,
                }
            )
        return entries

    def _file(self, source: RefreshSource, name: str, entries: list[dict[str, Any]]) -> list[SourceFile]:
        if not entries:
            return []
        return [SourceFile(f"{source.name}.json", json.dumps({name: entries}).encode(), self.today, source)]
