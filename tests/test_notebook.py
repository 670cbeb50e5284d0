"""The notebook of the docs runs from top to bottom, and stands there without outputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from advisor.settings import APP

NOTEBOOK = APP.parent / "docs" / "how-to" / "decide-in-a-notebook.ipynb"


@pytest.fixture
def notebook() -> Any:
    """As it stands in the docs."""
    return nbformat.read(NOTEBOOK, as_version=4)


def test_it_runs_from_top_to_bottom(notebook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It assesses, changes an answer, compares, draws and writes the report."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    done = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()
    outputs = [output for cell in done.cells if cell.cell_type == "code" for output in cell.outputs]
    printed = "".join(output.get("text", "") for output in outputs)
    assert "with three times the load: rank" in printed
    assert any("application/vnd.plotly.v1+json" in output.get("data", {}) for output in outputs)
    assert (tmp_path / "decision.md").stat().st_size > 5_000


def test_it_stands_there_without_outputs(notebook: Any) -> None:
    """Those of another catalog would be stale."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in cells] == [([], None)] * len(cells)
