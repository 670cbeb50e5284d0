"""The command line in this process: the same entry, without the seconds in which another Python starts."""

from __future__ import annotations

import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper

import pytest

from advisor.cli import main


def called(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    """What a call prints and with what status it leaves; an error that it does not explain is raised here."""
    printed, said = BytesIO(), BytesIO()
    out, err = (TextIOWrapper(content, encoding="utf-8", write_through=True) for content in (printed, said))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["advisor", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
    return subprocess.CompletedProcess(arguments, int(left.value.code or 0), printed.getvalue(), said.getvalue())
