"""The theme is put together once, and told as Streamlit tells it."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig, NewSession
from streamlit.runtime import app_session

from advisor.ui import theme_once

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar", "theme.dark.sidebar")
OF_STREAMLIT = app_session._populate_theme_msg


@pytest.fixture(autouse=True)
def streamlit_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests after this one find Streamlit as it was."""
    monkeypatch.setattr(app_session, "_populate_theme_msg", OF_STREAMLIT)


def places(told: CustomThemeConfig) -> dict[str, CustomThemeConfig]:
    """Where Streamlit puts each section of a message."""
    return {
        "theme": told,
        "theme.light": told.light,
        "theme.dark": told.dark,
        "theme.sidebar": told.sidebar,
        "theme.light.sidebar": told.light.sidebar,
        "theme.dark.sidebar": told.dark.sidebar,
    }


def message(*, times: int = 1) -> bytes:
    """The theme as the last of so many runs tells it."""
    told = NewSession()
    for _ in range(times):
        told = NewSession()
        for section in SECTIONS:
            app_session._populate_theme_msg(places(told.custom_theme)[section], section)
    return told.SerializeToString(deterministic=True)


def test_the_theme_is_told_as_streamlit_tells_it() -> None:
    """The first time and every other, byte for byte, with colours of its own in light and in dark."""
    of_streamlit = message()
    theme_once.tell_once()
    assert message() == message(times=3) == of_streamlit
    told = NewSession.FromString(of_streamlit).custom_theme
    assert told.light.primary_color != told.dark.primary_color


def test_the_settings_are_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a page is drawn."""
    looked: list[str] = []
    options = config.get_options_for_section
    monkeypatch.setattr(config, "get_options_for_section", lambda of: [looked.append(of), options(of)][1])
    monkeypatch.setattr(app_session, "_populate_theme_msg", theme_once.Theme().tell)
    message(times=3)
    assert sorted({*looked}) == sorted(SECTIONS)
    once = len(looked)
    message(times=3)
    assert len(looked) == once
