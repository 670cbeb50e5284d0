"""Who may reach the app is decided before it starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.ui import serve

EVERY = "0.0.0.0"  # noqa: S104 - what is to be refused


@pytest.mark.parametrize(
    ("arguments", "configured", "address"),
    [
        ([], "", "127.0.0.1"),
        ([], EVERY, EVERY),
        (["--server.address", "::1"], EVERY, "::1"),
        (["--server.address=10.1.2.3", "--server.port", "1"], "", "10.1.2.3"),
        (["--server.address", "127.0.0.1", "--server.address", EVERY], "", EVERY),
        (["--server.address="], "", EVERY),
        (["--server.address", ""], "127.0.0.1", EVERY),
        (["--server.address", "127.0.0.1", "--server.address= "], "", EVERY),
        (["--server.address"], "", EVERY),
        ([], " ", "127.0.0.1"),
    ],
)
def test_the_last_address_counts(arguments: list[str], configured: str, address: str) -> None:
    """As Streamlit takes it."""
    assert serve.address_of(arguments, configured) == address


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
def test_this_machine_is_not_wide(address: str) -> None:
    """Loopback in every spelling."""
    assert not serve.is_wide(address)


@pytest.mark.parametrize("address", [EVERY, "::", "10.1.2.3", "advisor.example.com", "", " "])
def test_it_does_not_listen_wide_without_a_sign_in(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names the setting, which says what it does."""
    monkeypatch.delenv("ADVISOR_SERVE_ANYONE_WITHOUT_SIGN_IN", raising=False)
    monkeypatch.setattr("sys.argv", ["serve", "--server.address", address])
    with pytest.raises(SystemExit, match="ADVISOR_SERVE_ANYONE_WITHOUT_SIGN_IN"):
        serve.main()


def test_an_administrator_may_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then Streamlit starts on that address, and prints the public name instead of asking for one."""
    monkeypatch.setenv("ADVISOR_SERVE_ANYONE_WITHOUT_SIGN_IN", "true")
    monkeypatch.setenv("ADVISOR_PUBLIC_URL", "https://advisor.example.com")
    monkeypatch.setattr("sys.argv", ["serve", "--server.address", EVERY])
    started: list[list[str]] = []
    monkeypatch.setattr(serve.cli, "main", lambda: started.append(list(serve.sys.argv)))
    monkeypatch.setattr(serve, "_get_ready", lambda _settings: None)
    serve.main()
    assert "--browser.serverAddress=advisor.example.com" in started[0]
    assert started[0][-2:] == ["--server.address", EVERY]


@pytest.mark.parametrize("secret", ["s", ""])
def test_it_listens_wide_where_people_sign_in(monkeypatch: pytest.MonkeyPatch, secret: str) -> None:
    """And does not start where something of the sign-in is missing: nobody would be asked."""
    settings = {
        "PUBLIC_URL": "https://advisor.example.com",
        "SIGN_IN_METADATA_URL": "https://id.example.com/.well-known/openid-configuration",
        "SIGN_IN_CLIENT_ID": "advisor",
        "SIGN_IN_CLIENT_SECRET": secret,
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"ADVISOR_{name}", value)
    monkeypatch.setattr("sys.argv", ["serve", "--server.address", EVERY])
    started: list[str] = []
    monkeypatch.setattr(serve.cli, "main", lambda: started.append("started"))
    monkeypatch.setattr(serve, "_get_ready", lambda _settings: None)
    told = ""
    try:
        serve.main()
    except SystemExit as error:
        told = str(error)
    assert (started, "ADVISOR_SIGN_IN_CLIENT_SECRET: not set" in told) == (
        (["started"], False) if secret else ([], True)
    )


@pytest.mark.parametrize(("mode", "warned"), [(0o777, True), (0o700, False)])
def test_a_home_that_everybody_may_write_in_is_warned_of(
    mode: int, warned: object, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one sentence with what to do; it keeps its permissions, and the app starts."""
    home.mkdir()
    home.chmod(mode)
    monkeypatch.setattr("sys.argv", ["serve"])
    started: list[int] = []
    monkeypatch.setattr(serve.cli, "main", lambda: started.append(1))
    monkeypatch.setattr(serve, "_get_ready", lambda _settings: None)
    serve.main()
    assert (f"chmod 700 {home}" in capsys.readouterr().err) is warned
    assert home.stat().st_mode & 0o777 == mode
    assert started
