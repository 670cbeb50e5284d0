"""A command imports what it needs and nothing else: half of its time went into libraries that it never called."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from advisor.questionnaire.presets import SAMPLES

UNNEEDED = {"fitz", "httpx2", "matplotlib", "openai", "openpyxl", "pandas", "plotly", "pymcdm", "sqlmodel", "streamlit"}
LOADED = """
import contextlib, io, json, sys
from advisor.cli import app
with contextlib.redirect_stdout(io.StringIO()):
    app(sys.argv[1:], standalone_mode=False)
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize(
    "arguments",
    [["assess", str(SAMPLES / "marketing-images.yaml"), "--samples", "100"], ["catalog", "show", "openai/gpt-5.1"]],
    ids=lambda arguments: arguments[0],
)
def test_no_library_is_loaded_that_the_command_does_not_call(arguments: list[str]) -> None:
    """Neither those of screens, documents and databases, nor scipy's statistics for one quantile."""
    done = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert loaded & (UNNEEDED | {"scipy.stats", "scipy.optimize"}) == set()
    assert "numpy" in loaded
