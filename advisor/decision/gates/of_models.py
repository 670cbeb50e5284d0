"""Gates that depend on the model alone: what it is, can do, holds and costs to obtain, whoever runs it."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from advisor.arrays import Codes
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.decision.alternatives.model_columns import columns_of
from advisor.decision.criteria.task_needs import NEEDS, modalities_in_of
from advisor.decision.gates.registry import BIT, Failure, Verdicts
from advisor.questionnaire.answers import Answers, UseCase
from advisor.units import Told, told

_NO_CONTEXT: Final = frozenset({"speech_to_text", "text_to_speech", "image"})
"""Kinds of models that have no context window."""
_SHOWN_CHARACTERS: Final = 80
Found = tuple[list[Failure], list[Told]]
"""Failures and warnings."""


class ModelGates:
    """The gates of one use case, with what they ask for worked out once for all models."""

    def __init__(self, use_case: UseCase, answers: Answers, catalog: Catalog, as_of: date) -> None:
        self._answers, self._catalog, self._as_of = answers, catalog, as_of
        needs, load = NEEDS[use_case.task], use_case.workload
        self._kinds = needs.kinds
        self._task = use_case.task
        self._other_kinds: dict[tuple[str, str], Verdicts] = {}
        self._reads, self._writes = modalities_in_of(use_case), needs.modalities_out
        self._beyond_text = bool(set(self._reads) - {"text"})
        self._unread: dict[tuple[str, ...], list[str]] = {}
        self._tools, self._structured = use_case.tools, use_case.structured_output
        self._context, self._output = (
            max(use_case.context_tokens, load.input_tokens + load.output_tokens),
            load.output_tokens,
        )
        self._languages = frozenset(use_case.languages)
        self._beyond_english = sorted(self._languages - {"en"})
        asked = answers.licence
        self._open_weights = asked.open_weights_required or answers.customisation.weights_access_required
        self._open_source = asked.open_source_required
        self._vendors = frozenset(answers.governance.vendors_excluded)
        self._preview = answers.governance.allow_preview_models
        self.columns = columns_of(catalog)

    @cached_property
    def bits(self) -> tuple[Codes, Codes]:
        """(n,) of the catalog's models in order: the gates that fail, and those that fail on what somebody states.

        The same as ``of`` says in words.
        """
        where, unread = self.columns.where, {"tools": self._tools, "structured_output": self._structured}
        timeless, context, output = where("kind", _NO_CONTEXT.__contains__), self._context, self._output
        fails = {
            "status": where("status", lambda status: status == "retired")
            | where("release_date", lambda day: bool(day) and day > self._as_of),
            "modality": where("modalities_in", lambda reads: bool(reads) and bool(self._missing(reads)))
            | where("modalities_out", lambda writes: bool(writes) and not set(self._writes) <= set(writes)),
            "context": where("context_tokens", lambda held: held is not None and held < context) & ~timeless,
            "output": where("max_output_tokens", lambda most: most is not None and most < output),
            "languages": where("languages", self._unspoken) & where("kind", lambda kind: kind != "image"),
            "vendor": where("vendor", self._vendors.__contains__),
        }
        if not self._preview:
            fails["preview"] = where("status", lambda status: status == "preview")
        for gate in (gate for gate, asked in unread.items() if asked):
            fails[gate] = where(gate, lambda able: able is False)
        closed = where("openness", lambda openness: openness != "open_weights")
        unknown = np.zeros(len(closed), dtype=np.bool_)
        if self._open_weights:
            fails["open_weights"] = closed
        if self._open_source:
            fails["open_source"] = closed | where("licence_id", lambda name: not self._is_open_source(name))
            unknown = ~closed & where("licence_id", lambda name: name not in self._catalog.licence)
        found = np.sum([np.where(rows, BIT[gate], 0) for gate, rows in fails.items()], axis=0)
        found = np.where(where("kind", self._kinds.__contains__), found, BIT["task"])
        return found, np.where(unknown, found & ~BIT["open_source"], found)

    def _unspoken(self, languages: tuple[str, ...]) -> bool:
        """Whether what is listed lacks a language that is asked for."""
        return bool(languages) and "multi" not in languages and not self._languages <= set(languages)

    def _is_open_source(self, licence_id: str | None) -> bool:
        licence = self._catalog.licence.get(licence_id or "")
        return bool(licence and licence.open_source)

    def of(self, model: Model) -> Verdicts:
        """What the gates say of a model, the blocking ones first."""
        if model.kind not in self._kinds:
            return self._other_kind(model)
        found: Found = ([], [])
        failures, _ = found
        if model.status == "retired":
            day = model.retires_on
            fact = told("status.retired_on", day=day) if day else told("status.retired")
            failures.append(Failure("status", fact, model.identity_source))
        elif model.status == "preview" and not self._preview:
            failures.append(Failure("preview", told("preview"), model.identity_source))
        self._modalities(model, found)
        self._features(model, found)
        self._limits(model, found)
        if self._languages and model.kind != "image":
            self._spoken(model, found)
        if self._open_weights or self._open_source:
            self._openness(model, failures)
        if model.vendor in self._vendors:
            failures.append(Failure("vendor", told("vendor", vendor=model.vendor), "your answers"))
        if model.status in ("deprecated", "legacy"):
            self._succession(model, found[1])
        if model.release_date and model.release_date > self._as_of:
            fact = told("status.unreleased", day=model.release_date, as_of=self._as_of)
            failures.append(Failure("status", fact, model.identity_source))
        return Verdicts(tuple(failures), tuple(found[1]))

    def _other_kind(self, model: Model) -> Verdicts:
        key = model.kind, model.identity_source
        known = self._other_kinds.get(key)
        if known is None:
            kinds = ("kind", sorted(self._kinds))
            fact = told("task", kind=("kind", model.kind), kinds=kinds, task=("task", self._task))
            known = self._other_kinds[key] = Verdicts((Failure("task", fact, model.identity_source),))
        return known

    def _modalities(self, model: Model, found: Found) -> None:
        failures, warnings = found
        source = model.features_source or model.identity_source
        if not model.modalities_in:
            if self._beyond_text:
                warnings.append(told("warning.modality_unknown"))
        elif missing := self._missing(model.modalities_in):
            fact = told("modality.reads", able=("label", model.modalities_in), missing=("modality", missing))
            failures.append(Failure("modality", fact, source))
        unable = [name for name in self._writes if name not in model.modalities_out] if model.modalities_out else []
        if unable:
            fact = told("modality.writes", able=("label", model.modalities_out), missing=("label", unable))
            failures.append(Failure("modality", fact, source))

    def _missing(self, reads: tuple[str, ...]) -> list[str]:
        """What is to be read and is not; a PDF is read through its images."""
        known = self._unread.get(reads)
        if known is None:
            able = set(reads) | ({"pdf"} if "image" in reads else set())
            known = self._unread[reads] = [name for name in self._reads if name not in able]
        return known

    def _features(self, model: Model, found: Found) -> None:
        for gate, asked, able in (
            ("tools", self._tools, model.tools),
            ("structured_output", self._structured, model.structured_output),
        ):
            if asked and able is False:
                source = model.features_source or model.identity_source
                found[0].append(Failure(gate, told(gate), source))
            elif asked and able is None:
                found[1].append(told(f"warning.{gate}_unknown"))

    def _limits(self, model: Model, found: Found) -> None:
        needed, source = self._context, model.limits_source or model.identity_source
        if model.context_tokens is None:
            if needed > 0 and model.kind not in _NO_CONTEXT:
                found[1].append(told("warning.context_unknown", needed=("tokens", needed)))
        elif model.context_tokens < needed and model.kind not in _NO_CONTEXT:
            fact = told("context", held=("tokens", model.context_tokens), needed=("tokens", needed))
            found[0].append(Failure("context", fact, source, gap=needed / model.context_tokens))
        if model.max_output_tokens is not None and model.max_output_tokens < self._output:
            fact = told("output", most=("tokens", model.max_output_tokens), needed=("tokens", self._output))
            found[0].append(Failure("output", fact, source))

    def _spoken(self, model: Model, found: Found) -> None:
        if not model.languages:
            if self._beyond_english:
                found[1].append(told("warning.languages_unknown", languages=("language", self._beyond_english)))
            return
        missing = self._languages.difference(model.languages)
        if missing and "multi" not in model.languages:
            lacking = ("language", sorted(missing))
            few = len(", ".join(model.languages)) < _SHOWN_CHARACTERS
            listed = told("languages", listed=("language", model.languages), missing=lacking)
            fact = listed if few else told("languages.many", count=len(model.languages), missing=lacking)
            found[0].append(Failure("languages", fact, model.features_source or model.identity_source))

    def _openness(self, model: Model, failures: list[Failure]) -> None:
        licence = self._catalog.licence.get(model.licence_id) if model.licence_id else None
        source, closed = model.licence_source or model.identity_source, model.openness != "open_weights"
        if self._open_weights and closed:
            failures.append(Failure("open_weights", told("open_weights"), source))
        if self._open_source and (closed or not (licence and licence.open_source)):
            unknown = not closed and licence is None
            fact = told("open_source.closed" if closed else "open_source.unknown")
            if licence and not closed:
                fact = told("open_source", licence=licence.name)
            failures.append(Failure("open_source", fact, source, unknown=unknown))

    def _succession(self, model: Model, warnings: list[Told]) -> None:
        after = self._catalog.model.get(model.successor_id or "")
        successor = after.name if after else model.successor_id
        if model.status == "deprecated":
            known = told("warning.deprecated_for", successor=successor) if successor else told("warning.deprecated")
            warnings.append(known)
        elif successor:
            warnings.append(told("warning.succeeded", successor=successor))
