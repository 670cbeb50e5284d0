"""What goes wrong in a run is explained on the page, noted in a file and said in one line on the terminal."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from running import PATIENCE_S
from streamlit.testing.v1 import AppTest

from advisor.errors import StorageError
from advisor.ui import faults


def _page(error: Exception) -> None:
    """A page on which something went wrong."""
    from advisor.ui import faults as shown  # noqa: PLC0415 - the text of this function is a script of its own

    shown.explain(error)


def told(error: Exception) -> AppTest:
    """The page after this error."""
    return AppTest.from_function(_page, kwargs={"error": error}, default_timeout=PATIENCE_S).run()


@pytest.mark.parametrize("fault", sorted(faults._FAULTS))
def test_every_fault_of_the_database_has_its_words(fault: str) -> None:
    """What to do, what the driver said, and a way to try again."""
    page = told(StorageError("said *by* the driver", fault=fault))  # type: ignore[arg-type]
    assert page.error[0].value == faults._FAULTS[fault]
    assert page.caption[0].value == "said \\*by\\* the driver"
    assert page.button(key="page_broken.again").label == "Try again"


def test_the_unexpected_is_noted_whole_in_a_file_of_the_owner(home: Path) -> None:
    """The page names the note; the file has the way there."""
    home.mkdir()
    page = told(ZeroDivisionError("secret *detail*"))
    (said,) = [element.value for element in page.error]
    note = home / faults.FILE
    assert "secret" not in said
    assert any(number in said for number in note.read_text().split())
    assert "ZeroDivisionError: secret *detail*" in note.read_text()
    assert note.stat().st_mode & 0o777 == 0o600


def test_no_key_is_noted(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither one of the environment nor one of a file of secrets, whole or in part, on file or terminal."""
    home.mkdir()
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    (secrets / "mistral").write_text("sk-canary-of-a-file-1234567890")
    monkeypatch.setenv("ADVISOR_SECRETS_DIR", str(secrets))
    monkeypatch.setenv("ADVISOR_KEY_TEST", "sk-canary-of-a-variable-1234567890")
    error = ValueError("sent sk-canary-of-a-file-1234567890 and sk-canary-of-a-variable-1234567890"[:-4])
    told(error)
    noted = (home / faults.FILE).read_text()
    assert "[key]" in noted
    assert "canary" not in noted
    record = logging.LogRecord("x", logging.ERROR, "", 0, "m", None, (ValueError, error, None))
    assert faults._OneLine().filter(record)
    assert "canary" not in record.getMessage()


def test_the_file_of_notes_does_not_grow_for_ever(home: Path) -> None:
    """What is large is let go, one file of it kept."""
    home.mkdir()
    (home / faults.FILE).write_text("x" * (faults._MOST_BYTES + 1))
    told(ValueError("new"))
    assert (home / faults.FILE).stat().st_size < 30_000


def test_a_note_that_cannot_be_written_breaks_nothing() -> None:
    """No home folder: the page still says that something went wrong."""
    assert told(ValueError("x")).error


def test_the_terminal_gets_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """No traceback, whatever the message holds."""
    faults.quiet_terminal()
    faults.quiet_terminal()
    logger = logging.getLogger(faults.STREAMLIT_LOGGER)
    logger.addHandler(caplog.handler)
    try:
        logger.error("Uncaught app execution", exc_info=ValueError("one\ntwo"))
    finally:
        logger.removeHandler(caplog.handler)
    assert [record.getMessage() for record in caplog.records] == ["A page stopped: ValueError: one"]
    assert caplog.records[0].exc_info is None
    assert len([one for one in logger.filters if type(one).__name__ == "_OneLine"]) == 1
