"""The theme as a browser is told it, put together once and not at every click.

With each run of a page Streamlit (1.67) tells the browser the whole theme, and for each looks through all of its
settings six times: a sixth of what a changed weight costs, on the thread that serves everybody. The settings are read
when the process starts and never again (``.streamlit/config.toml``), so what was told first holds. There is no setting
for it, so the function is wrapped; the message is the same, byte for byte.
"""

from __future__ import annotations

from typing import Final

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

_tell = app_session._populate_theme_msg  # noqa: SLF001 - named above


class Theme:
    """What was told of each section of the theme."""

    def __init__(self) -> None:
        self._told: dict[str, CustomThemeConfig] = {}

    def tell(self, msg: CustomThemeConfig, section: str = "theme") -> None:
        """Put a section into a message that has nothing of it yet."""
        if section not in self._told:
            told = CustomThemeConfig()
            _tell(told, section)
            self._told[section] = told
        if self._told[section].ByteSize():  # a section that says nothing must not appear as an empty one
            msg.MergeFrom(self._told[section])


THEME: Final = Theme()
"""That of this process."""


def tell_once() -> None:
    """Let Streamlit work this way from now on."""
    app_session._populate_theme_msg = THEME.tell  # noqa: SLF001 - as said above
