"""Read a repository of the Hugging Face Hub: card, licence tag, parameter counts and configuration, never the weights.

The only module of the catalog that opens a connection; it downloads two small files at most and keeps none.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import httpx2
from huggingface_hub import HfApi, ModelCard
from huggingface_hub.errors import (
    EntryNotFoundError,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    NotASafetensorsRepoError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
    SafetensorsParsingError,
)
from huggingface_hub.hf_api import ModelInfo
from huggingface_hub.utils.tqdm import disable_progress_bars
from yaml import YAMLError

from advisor.catalog.hub.facts import HubFacts
from advisor.errors import CatalogError, Problem

MAX_FILE_BYTES: Final = 2_000_000
TIMEOUT_S: Final = 20.0
# Every repository older than the Hub's own record of creation carries this day, which is no release date.
FIRST_RECORDED: Final = date(2022, 3, 2)


_ADAPTERS: Final = frozenset(
    {"adapter_config.json", "adapter_model.safetensors", "adapter_model.bin", "pytorch_lora_weights.safetensors"}
)
_WHOLE: Final = re.compile(
    r"(?:.*/)?(?:model|pytorch_model|diffusion_pytorch_model|consolidated)[^/]*\.(?:safetensors|bin)|.*\.gguf"
)
"""Files of whole weights, which a repository of an adapter alone does not have."""


@dataclass(frozen=True, slots=True)
class _Visit:
    """One reading of a repository: where from, at which revision, and what could not be read."""

    api: HfApi
    info: ModelInfo
    revision: str
    folder: Path
    notes: list[str] = field(default_factory=list)

    def small_file(self, name: str) -> str:
        """The text of a file of the repository; one that is too large is noted and taken for empty."""
        hub_id = self.info.id
        ahead = self.api.hf_hub_download(hub_id, name, revision=self.revision, cache_dir=self.folder, dry_run=True)
        if (ahead.file_size or 0) > MAX_FILE_BYTES:
            self.notes.append(f"{name} has {ahead.file_size:,} bytes, more than {MAX_FILE_BYTES:,}: not read.")
            return ""
        path = self.api.hf_hub_download(hub_id, name, revision=self.revision, cache_dir=self.folder)
        return Path(path).read_text(encoding="utf-8", errors="replace")


def fetch_repository(
    hub_id: str, *, endpoint: str | None = None, token: str | None = None, sizes: bool = False
) -> HubFacts:
    """Read a repository's facts from ``endpoint`` (the public Hub by default), with ``sizes`` those of its files too.

    Raises CatalogError in plain words.
    """
    api = HfApi(endpoint=endpoint, token=token)
    disable_progress_bars()
    try:
        info = api.model_info(hub_id.strip(), timeout=TIMEOUT_S, files_metadata=sizes)
        with tempfile.TemporaryDirectory() as folder:
            return _facts(_Visit(api, info, info.sha or "main", Path(folder)))
    except (HFValidationError, httpx2.HTTPError, OSError) as error:
        raise _plainly(error, hub_id, endpoint) from error


def newest_repositories(
    organisation: str, *, most: int, endpoint: str | None = None, token: str | None = None
) -> tuple[str, ...]:
    """The ids of an organisation's newest repositories of models; raises CatalogError in plain words."""
    try:
        listed = HfApi(endpoint=endpoint, token=token).list_models(author=organisation, sort="created_at", limit=most)
        return tuple(model.id for model in listed)
    except (HFValidationError, httpx2.HTTPError, OSError) as error:
        raise _plainly(error, organisation, endpoint) from error


def _facts(visit: _Visit) -> HubFacts:
    info = visit.info
    config = _config(visit)
    card = _card(visit)
    parameters = _parameters(visit)
    created = info.created_at.date() if info.created_at else None
    return HubFacts(
        hub_id=info.id,
        revision=visit.revision[:40],
        pipeline_tag=info.pipeline_tag or _text(card.get("pipeline_tag")),
        created_on=created if created and created > FIRST_RECORDED else None,
        licence_tag=_text(card.get("license")),
        licence_name=_text(card.get("license_name")),
        licence_link=_text(card.get("license_link")),
        languages=_texts(card.get("language")),
        base_models=_texts(card.get("base_model")),
        parameters=parameters,
        gated=bool(info.gated),
        config=config,
        notes=tuple(visit.notes),
        gguf=dict(info.gguf or {}) if not parameters else {},
        adapter_of=_adapter_of(visit, card),
        files={one.rfilename: one.size for one in info.siblings or () if one.size},
    )


def _config(visit: _Visit) -> dict[str, Any]:
    try:
        content = visit.small_file("config.json")
        config = json.loads(content) if content else {}
    except EntryNotFoundError:
        visit.notes.append("The repository has no config.json: its shape stays unknown.")
        return {}
    except (ValueError, RecursionError):
        visit.notes.append("config.json is not valid JSON: its shape stays unknown.")
        return {}
    return config | _quantisation(visit, config) if isinstance(config, dict) else {}


def _quantisation(visit: _Visit, config: Mapping[str, Any]) -> dict[str, Any]:
    """How the weights are quantised where that stands in a file of its own (NVIDIA ModelOpt writes it beside)."""
    beside = "hf_quant_config.json"
    if "quantization_config" in config or beside not in {sibling.rfilename for sibling in visit.info.siblings or ()}:
        return {}
    try:
        written = json.loads(visit.small_file(beside) or "{}")
    except (EntryNotFoundError, ValueError, RecursionError):
        return {}
    inner = written.get("quantization") if isinstance(written, dict) else None
    return {"quantization_config": {"quant_method": "modelopt", **inner}} if isinstance(inner, dict) else {}


def _adapter_of(visit: _Visit, card: Mapping[str, Any]) -> str | None:
    """The base model of a repository that holds nothing but an adapter; None for one with weights of its own."""
    files = {sibling.rfilename for sibling in visit.info.siblings or ()}
    marked = [tag for tag in visit.info.tags or () if tag.startswith("base_model:adapter:")]
    said = visit.info.library_name == "peft" or bool(marked) or card.get("base_model_relation") == "adapter"
    if not (said or files & _ADAPTERS) or any(_WHOLE.fullmatch(name) for name in files):
        return None
    base = _text(card.get("base_model")) or (marked[0].removeprefix("base_model:adapter:") if marked else "")
    if not base and "adapter_config.json" in files:
        try:
            written = json.loads(visit.small_file("adapter_config.json") or "{}")
        except (ValueError, RecursionError):
            written = {}
        base = str(written.get("base_model_name_or_path") or "") if isinstance(written, dict) else ""
    return base


def _card(visit: _Visit) -> Mapping[str, Any]:
    """The card's metadata, from the Hub's reading of it or from the file itself."""
    if visit.info.card_data is not None:
        return vars(visit.info.card_data)
    try:
        return vars(ModelCard(visit.small_file("README.md"), ignore_metadata_errors=True).data)
    except EntryNotFoundError:
        visit.notes.append("The repository has no card: licence and languages stay unknown.")
    except (ValueError, TypeError, YAMLError):
        visit.notes.append("The card's metadata cannot be read: licence and languages stay unknown.")
    return {}


def _parameters(visit: _Visit) -> dict[str, int]:
    """Parameter counts by data type, from the Hub's index or from the headers of the weight files."""
    info = visit.info
    if info.safetensors is not None:
        return {str(kind): int(count) for kind, count in info.safetensors.parameters.items()}
    files = {sibling.rfilename for sibling in info.siblings or ()}
    if not files & {"model.safetensors", "model.safetensors.index.json"}:
        if info.gguf:
            return {}
        visit.notes.append("The repository has no safetensors weights: the number of parameters stays unknown.")
        return {}
    try:
        metadata = visit.api.get_safetensors_metadata(info.id, revision=visit.revision)
    except (NotASafetensorsRepoError, SafetensorsParsingError, EntryNotFoundError):
        visit.notes.append("The headers of the weights cannot be read: the number of parameters stays unknown.")
        return {}
    return {str(kind): int(count) for kind, count in metadata.parameter_count.items()}


def _text(value: object) -> str | None:
    """The first text of a card's field, which may be a list."""
    if isinstance(value, list):
        value = value[0] if value else None
    return value if isinstance(value, str) and value else None


def _texts(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list) else ()


def _plainly(error: Exception, hub_id: str, endpoint: str | None) -> CatalogError:
    """What went wrong, for somebody who has never seen the Hub's exceptions."""
    hub = endpoint or "the Hugging Face Hub"
    match error:
        case GatedRepoError():
            problem = ("gated: its terms must be accepted first", "accept them on its page and set HF_TOKEN")
        case RepositoryNotFoundError():
            problem = ("no such repository, or a private one", "an id such as org/model; HF_TOKEN for private ones")
        case HFValidationError():
            problem = ("not the id of a repository", "an id such as org/model")
        case OfflineModeIsEnabled():
            problem = ("the Hub is switched off on this machine (HF_HUB_OFFLINE)", "unset it to import")
        case HfHubHTTPError() if error.response is not None:
            problem = (f"{hub} answered with status {error.response.status_code}", "try again later")
        case _:
            problem = (
                f"{hub} cannot be reached ({type(error).__name__})",
                "a connection, or HF_ENDPOINT set to a mirror",
            )
    return CatalogError("The repository cannot be imported:", [Problem(repr(hub_id), *problem)])
