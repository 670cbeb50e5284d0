"""What a process calls itself, and when one is surely gone."""

from __future__ import annotations

import subprocess
import sys

from advisor.storage.replicas.holder import is_surely_gone, new_holder


def test_a_process_is_surely_gone_once_its_number_is_nobodys() -> None:
    """One that lives is not, nor one of another machine, nor a name that says nothing."""
    command = [sys.executable, "-c", "from advisor.storage.replicas.holder import new_holder; print(new_holder())"]
    ended = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    assert is_surely_gone(ended)
    assert not is_surely_gone(new_holder())
    assert not is_surely_gone(f"elsewhere{ended}")
    assert not is_surely_gone("")
