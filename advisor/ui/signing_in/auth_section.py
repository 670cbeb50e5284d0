"""What Streamlit's own sign-in is told: its section ``auth``, made of this installation's settings."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any, Final

from advisor.settings import Settings
from advisor.whole_files import private_folder, write_whole

CALLBACK: Final = "/oauth2callback"
"""Where Streamlit waits for whoever comes back from the sign-in; the company's directory is told this address."""
KEPT: Final = "cookie-secret"
"""The file in the home folder that holds the secret of cookies where none is set."""


def auth_section(settings: Settings) -> dict[str, Any] | None:
    """The secrets that Streamlit asks for; None where nobody signs in."""
    sign_in = settings.sign_in
    if sign_in is None:
        return None
    return {
        "auth": {
            "redirect_uri": settings.public_url.rstrip("/") + CALLBACK,
            "cookie_secret": settings.cookie_secret or _kept_secret(settings.home),
            "client_id": sign_in.client_id,
            "client_secret": settings.sign_in_client_secret,
            "server_metadata_url": sign_in.metadata_url,
            "client_kwargs": {"scope": sign_in.scopes},
        }
    }


def _kept_secret(home: Path) -> str:
    """A secret of this installation's own, made once: whoever has signed in stays so when it is started anew."""
    place = home / KEPT
    if not place.is_file():
        private_folder(home)
        write_whole(place, secrets.token_urlsafe(48).encode(), mode=0o600)
    return place.read_text(encoding="ascii").strip()
