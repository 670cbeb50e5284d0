"""Figures that follow from a catalog alone, kept on disk: a command that starts reads them instead of working them out.

They stand in the folder ``cache`` of the home, named after the catalog and after the code that makes them; whoever
deletes the folder loses a second at the next start. What cannot be read is made anew, what cannot be written is not.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import numpy as np

from advisor.catalog import load
from advisor.catalog.catalog import Catalog
from advisor.catalog.languages_tested import languages_tested, packed_languages, unpacked_languages
from advisor.hosting.memory.shapes import sizing_problem
from advisor.hosting.planning import gpu_configurations
from advisor.hosting.planning.gpu_configurations import GpuConfigurations, grid_of
from advisor.hosting.speed.roofline import RooflineTerms
from advisor.whole_files import private_folder, write_whole

FOLDER: Final = "cache"
_MOST: Final = 4
"""Files of a kind that are kept: those of the catalogs used last."""
_ROOMS: Final = (Path(load.__file__).parent, Path(gpu_configurations.__file__).parents[1])
"""Whose code makes what is kept: another version of it keeps figures of its own."""


_NAMES: Final = ("models", "gpus", "precisions")
_COLUMNS: Final = tuple(name for name in GpuConfigurations.__slots__ if name not in {*_NAMES, "problems", "terms"})
_TERM: Final = "terms."


class KeptFigures:
    """What is kept in a folder, for one catalog that is loaded with its ``sound``."""

    def __init__(self, home: Path) -> None:
        self._folder = home / FOLDER
        self._code = _code()
        self._tables = ""

    def sound(self, digest: str) -> bool:
        """Whether the tables of this digest were read without a problem before."""
        self._tables = digest
        return self._path("sound", digest, "txt").is_file()

    def give(self, catalog: Catalog) -> None:
        """Give a catalog the grid of configurations, and the languages of public scores, where they are kept."""
        with suppress(OSError):
            grid = unpacked(self._path("configurations", catalog.digest, "npz").read_bytes(), catalog)
            if grid is not None:
                grid_of.keep(catalog, grid)
        with suppress(OSError):
            tested = unpacked_languages(self._path("languages", catalog.digest, "json").read_bytes())
            if tested is not None:
                languages_tested.keep(catalog, tested)

    def take(self, catalog: Catalog) -> None:
        """Keep what a catalog has by now and the folder has not."""
        with suppress(OSError):
            self._write("configurations", catalog.digest, "npz", lambda: packed(grid_of(catalog)))
            self._write("languages", catalog.digest, "json", lambda: packed_languages(languages_tested(catalog)))
            self._write("sound", self._tables, "txt", f"{self._tables}\n".encode)

    def _write(self, kind: str, digest: str, ending: str, content: Callable[[], bytes]) -> None:
        path = self._path(kind, digest, ending)
        if not path.exists():
            private_folder(self._folder)
            write_whole(path, content())
            _tidy(self._folder, kind)

    def _path(self, kind: str, digest: str, ending: str) -> Path:
        named = hashlib.sha256(f"{digest}\0{self._code}".encode()).hexdigest()
        return self._folder / f"{kind}-{named[:32]}.{ending}"


def _code() -> str:
    """The digest of the code that makes what is kept."""
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted(room.rglob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _tidy(folder: Path, kind: str) -> None:
    """Let go of all but the newest files of a kind."""
    newest = sorted(folder.glob(f"{kind}-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest[_MOST:]:
        path.unlink(missing_ok=True)


def packed(grid: GpuConfigurations) -> bytes:
    """The grid as an archive of arrays; models and GPUs by their ids."""
    names = {
        "models": [model.model_id for model in grid.models],
        "gpus": [gpu.gpu_id for gpu in grid.gpus],
        "precisions": list(grid.precisions),
    }
    arrays: dict[str, Any] = {name: np.array(values) for name, values in names.items()}
    arrays |= {name: getattr(grid, name) for name in _COLUMNS}
    arrays |= {f"{_TERM}{name}": getattr(grid.terms, name) for name in RooflineTerms.__slots__}
    held = io.BytesIO()
    np.savez(held, allow_pickle=False, **arrays)
    return held.getvalue()


def unpacked(content: bytes, catalog: Catalog) -> GpuConfigurations | None:
    """The grid out of such an archive for the catalog that it was made of; None where the bytes are no such archive."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        gpus = catalog.gpu
        return GpuConfigurations(
            models=tuple(catalog.model[name] for name in arrays["models"].tolist()),
            gpus=tuple(gpus[name] for name in arrays["gpus"].tolist()),
            precisions=tuple(arrays["precisions"].tolist()),
            problems={
                model.model_id: problem
                for model in catalog.models
                if model.openness == "open_weights" and (problem := sizing_problem(model))
            },
            terms=RooflineTerms(**{name: arrays[f"{_TERM}{name}"] for name in RooflineTerms.__slots__}),
            **{name: arrays[name] for name in _COLUMNS},
        )
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile):
        return None
