"""The door of the package: what the reference names, loaded when it is asked for."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import advisor
from advisor.settings import APP

PAGE = APP.parent / "docs" / "reference" / "python.md"


def test_what_is_public_stands_in_the_reference() -> None:
    """Every name of the package, and no other."""
    named = set(re.findall(r"`([A-Za-z_]+)(?:\([^`]*\))?`", PAGE.read_text(encoding="utf-8")))
    assert set(advisor.__all__) - {"__version__"} <= named
    assert all(getattr(advisor, name) is not None for name in advisor.__all__)


def test_a_name_that_is_not_there_is_refused() -> None:
    """As by any module."""
    with pytest.raises(AttributeError, match="asses"):
        getattr(advisor, "asses")  # noqa: B009 - a type checker would refuse it too


def test_importing_the_package_loads_nothing_else() -> None:
    """Else every command would wait for numpy."""
    code = "import sys, advisor; print(sorted(name for name in sys.modules if name.startswith(('advisor.', 'numpy'))))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_the_first_example_of_the_reference_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As it stands there."""
    example = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[0]
    monkeypatch.chdir(APP.parent)
    exec(compile(example, str(PAGE), "exec"), {})  # noqa: S102 - our own page
    assert "Use " in capsys.readouterr().out
