"""A person makes, sees and ends the tokens by which programs ask in their name."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from ui.signing_in.test_gate import claims, opened, sign_in_is_set_up

from advisor.ui.cached import installation

__all__ = ["sign_in_is_set_up"]


def connections(monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]) -> AppTest:
    """The page for whoever this is."""
    page = opened(monkeypatch, said).switch_page("pages/connections.py").run()
    assert not page.exception
    return page


def test_a_token_is_shown_once_and_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader too: its text opens REST in their name, the next look at the page has it no more."""
    page = connections(monkeypatch, claims("readers"))
    page.text_input(key="tokens.name").input("CI")
    page.number_input(key="tokens.days").set_value(7)
    page.button(key="tokens.make").click().run()
    assert not page.exception
    text = page.code[0].value
    found = installation.installed().token(text)
    assert found is not None
    assert (found.name, found.scopes, found.person.subject) == ("CI", ("read", "assess"), installation.person().subject)
    assert (found.expires_at - found.created_at).days == 7
    page.run()
    assert not page.code
    remembered = repr(page.session_state)
    assert "tokens.scopes" in remembered
    assert text not in remembered
    page.button(key=f"tokens.revoke.{found.token_id}").click().run()
    assert installation.installed().token(text) is None
    assert any("revoked on" in one.value for one in page.caption)


def test_everything_wrong_is_told_and_nothing_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a name and without a scope."""
    page = connections(monkeypatch, claims("editors"))
    page.multiselect(key="tokens.scopes").set_value([])
    page.button(key="tokens.make").click().run()
    assert "name" in page.error[0].value
    assert "scopes" in page.error[0].value
    assert installation.access_tokens().all() == ()


def test_nobody_sees_or_ends_anothers_and_the_administrator_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures for operators are offered to the administrator alone."""
    mine = {}
    for group in ("editors", "readers"):
        connections(monkeypatch, claims(group))
        mine[group] = installation.access_tokens().create(f"Of {group}", ["read"])[0].token_id
    page = connections(monkeypatch, claims("readers"))
    ended = {button.key for button in page.button if button.key and button.key.startswith("tokens.revoke.")}
    assert ended == {f"tokens.revoke.{mine['readers']}"}
    assert not any("operators" in option for option in page.multiselect(key="tokens.scopes").options)
    page = connections(monkeypatch, claims("administrators"))
    ended = {button.key for button in page.button if button.key and button.key.startswith("tokens.revoke.")}
    assert ended == {f"tokens.revoke.{one}" for one in mine.values()}
    assert any("operators" in option for option in page.multiselect(key="tokens.scopes").options)
