"""What an administrator sets, from the environment and from files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from advisor.access.people import Role
from advisor.errors import InputError
from advisor.settings import Settings

WHOLE = {
    "public_url": "https://advisor.example.com",
    "sign_in_metadata_url": "https://id.example.com/realm/.well-known/openid-configuration",
    "sign_in_client_id": "advisor",
    "sign_in_client_secret": "hidden",
}


def test_nobody_signs_in_where_nothing_is_said_of_it() -> None:
    """As it was."""
    assert Settings().sign_in is None


def test_sign_in_is_made_of_its_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Groups stand between semicolons, since names of a directory have commas; a secret comes from a file."""
    (tmp_path / "secret").write_text("from a file\n")
    monkeypatch.setenv("ADVISOR_SIGN_IN_CLIENT_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("ADVISOR_SIGN_IN_EDITORS", "cn=science, ou=groups; architects ;")
    monkeypatch.setenv("ADVISOR_SIGN_IN_IDLE_MINUTES", "5")
    settings = Settings(**{name: value for name, value in WHOLE.items() if name != "sign_in_client_secret"})
    found = settings.sign_in
    assert found is not None
    assert (found.issuer, found.idle) == ("https://id.example.com/realm", timedelta(minutes=5))
    assert found.role_groups[Role.EDITOR] == {"cn=science, ou=groups", "architects"}
    assert settings.sign_in_client_secret == "from a file"  # noqa: S105 - of this test
    assert "from a file" not in repr(settings)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"sign_in_client_id": ""}, "ADVISOR_SIGN_IN_CLIENT_ID: not set"),
        ({"sign_in_client_secret": ""}, "ADVISOR_SIGN_IN_CLIENT_SECRET: not set"),
        ({"public_url": ""}, "ADVISOR_PUBLIC_URL: not set"),
        ({"public_url": "http://advisor.example.com"}, "https, or an address of this machine"),
        ({"sign_in_metadata_url": "http://id.example.com/x"}, "https, or an address of this machine"),
    ],
)
def test_half_a_sign_in_is_refused(changed: dict[str, str], told: str) -> None:
    """What is missing is named, and nothing goes where others read along."""
    with pytest.raises(InputError, match=told):
        _ = Settings(**WHOLE | changed).sign_in
