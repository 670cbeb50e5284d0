"""A new edition as a folder of whole tables: for ``data/``, or for an installation's ``ADVISOR_CATALOG_DIR``.

A folder that does not exist is written aside and renamed. In one that does, each changed table is first written beside
the others, then a journal names them, then they are renamed one by one: whoever is killed before the journal has
changed nothing, and whoever is killed after it finds the rest done by the next run. The tables as they were are kept
beside the overlay's editions.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

from advisor.catalog.audit.check_references import key_of
from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.standing import rows_of
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import ALL_TABLES
from advisor.catalog.tables.write import table_text
from advisor.errors import CatalogError, Problem
from advisor.whole_files import write_whole

JOURNAL: Final = ".refresh-journal.json"
_STAGE: Final = ".refresh-new"


def finish_interrupted(folder: Path) -> bool:
    """Do what a journal says was left undone, and clear away what was never meant to count; says if there was any."""
    journal, stage = folder / JOURNAL, folder / _STAGE
    if not journal.is_file():
        shutil.rmtree(stage, ignore_errors=True)
        return False
    for name in json.loads(journal.read_text(encoding="utf-8")):
        waiting = stage / Path(name).name
        if waiting.is_file():
            waiting.replace(folder / waiting.name)
    journal.unlink()
    shutil.rmtree(stage, ignore_errors=True)
    return True


def write_folder(
    folder: Path, shipped: Path, catalog: Catalog, tables: Mapping[str, Sequence[Row]], *, kept: Path
) -> tuple[str, ...]:
    """Write the tables of ``catalog`` that accepted rows changed to ``folder``, all others as in ``shipped``.

    ``tables`` are the changed tables. Rows keep their order; new ones come where their key sorts among the others of a
    sorted table, else at the end. What is replaced is first copied to ``kept``. Gives the names of the files that
    changed.
    """
    contents = {
        f"{table}.csv": table_text(ALL_TABLES[table], in_order(rows_of(catalog, table), table)).encode()
        for table in tables
    }
    try:
        if not folder.exists():
            _write_new(folder, shipped, contents)
            return tuple(contents)
        finish_interrupted(folder)
        changed = {n: c for n, c in contents.items() if not (folder / n).is_file() or (folder / n).read_bytes() != c}
        _keep(folder, changed, kept)
        stage = folder / _STAGE
        stage.mkdir(exist_ok=True)
        for name, content in changed.items():
            write_whole(stage / name, content)
        write_whole(folder / JOURNAL, json.dumps(sorted(changed)).encode())
        finish_interrupted(folder)
    except OSError as error:
        allowed = "a folder that can be written to, with room"
        raise CatalogError(
            "The tables cannot be written:", [Problem(str(folder), str(error.strerror or error), allowed)]
        ) from error
    return tuple(changed)


def in_order(rows: Sequence[Row], table: str) -> list[Row]:
    """Rows with the new ones among the others where the table is sorted by its key, so that a difference reads well."""
    keys = [key_of(row, table) for row in rows]
    steps = sum(one > other for one, other in pairwise(keys))
    if steps <= 1:
        return sorted(rows, key=lambda row: key_of(row, table))
    return list(rows)


def _write_new(folder: Path, shipped: Path, contents: Mapping[str, bytes]) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for path in sorted(shipped.glob("*")):
            if path.is_file() and path.suffix in (".csv", ".json"):
                shutil.copyfile(path, draft / path.name)
        for name, content in contents.items():
            write_whole(draft / name, content)
        draft.chmod(0o755)
        draft.rename(folder)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _keep(folder: Path, changed: Mapping[str, bytes], kept: Path) -> None:
    kept.mkdir(parents=True, exist_ok=True)
    for name in changed:
        if (folder / name).is_file():
            write_whole(kept / name, (folder / name).read_bytes())
