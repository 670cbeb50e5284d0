"""Settings of an installation, read once from the environment (prefix ``ADVISOR_``) by the programs at the top.

``ADVISOR_DATABASE_URL``: SQLAlchemy URL; the default is SQLite in the home folder. ``ADVISOR_HOME``: folder for the
database, the catalog overlay and connections. ``ADVISOR_CATALOG_DIR``: catalog tables instead of the shipped ones.
``ADVISOR_POLICY_FILE``: the policy of the house (YAML); the default is ``policy.yaml`` in the home folder, if any.
``ADVISOR_PUBLIC_URL``: the address under which others open it (``https://advisor.example.com``).
``ADVISOR_SERVE_ANYONE_WITHOUT_SIGN_IN``: ``true`` lets it listen beyond this machine although nobody has to sign in.
``ADVISOR_REFRESH_ONLINE``: pages may start a refresh that asks the sources themselves (a command always may).
``ADVISOR_ASIDE_SECONDS`` and ``ADVISOR_ASIDE_MEGABYTES``: what reading one file or scoring answers may take.
``ADVISOR_RETENTION_TRIALS_DAYS`` and ``ADVISOR_RETENTION_BIN_DAYS``: after how many days ``advisor db purge`` removes
prompts and answers of trials and evaluations, and decisions in the bin; without them they are kept.
``ADVISOR_RETENTION_DRAFTS_DAYS``: after how many days, 90 at most, a draft goes that nobody touched.
``ADVISOR_API_REQUESTS_PER_MINUTE``: how often one token may ask REST.
``ADVISOR_COOKIE_SECRET``: what browsers' cookies are signed with; replicas share one. ``ADVISOR_REPLICA``: what this
replica is called by the proxy that browsers come through. ``ADVISOR_LOG``: ``json`` for a line of JSON per event.
``ADVISOR_ASSESSMENTS_A_DAY``, ``ADVISOR_REPORTS_A_DAY``, ``ADVISOR_TRIAL_USD_A_DAY``: what one person may have; without
a number there is no limit.
``ADVISOR_DATABASE_URL_FILE`` and ``ADVISOR_COOKIE_SECRET_FILE`` name files that hold what must stand in no environment.
``ADVISOR_SIGN_IN_…``: how people sign in; docs/how-to/sign-in.md says which there are.
``ADVISOR_OUTBOUND_PROXY`` is read by the playground itself at every call (``advisor.trials.network.proxy``).
"""

from __future__ import annotations

import os
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import BaseModel, ConfigDict, Field, model_validator

from advisor.access.people import Role
from advisor.access.sign_in import WELL_KNOWN, SignIn
from advisor.errors import InputError, Problem

_PREFIX: Final = "ADVISOR_"
_FROM_FILES: Final = ("database_url", "cookie_secret", "sign_in_client_secret")

APP = Path(__file__).resolve().parents[1] / "app.py"
"""The app that ``advisor serve`` starts."""


class Settings(BaseModel):
    """What an administrator may set; every value has a working default."""

    model_config = ConfigDict(frozen=True, extra="ignore", validate_default=True)

    home: Path = user_data_path("model-selection-advisor", appauthor=False)
    database_url: Annotated[str, Field(repr=False)] = ""
    catalog_dir: Path | None = None
    policy_file: Path | None = None
    refresh_online: bool = False
    public_url: str = ""
    serve_anyone_without_sign_in: bool = False
    aside_seconds: Annotated[float, Field(gt=0)] = 60.0
    aside_megabytes: Annotated[int, Field(gt=0)] = 1_500
    retention_trials_days: Annotated[int, Field(ge=2)] | None = None  # caps look at what the last day cost
    retention_bin_days: Annotated[int, Field(ge=1)] | None = None
    retention_drafts_days: Annotated[int, Field(ge=1, le=90)] = 90
    api_requests_per_minute: Annotated[int, Field(gt=0)] = 120
    cookie_secret: Annotated[str, Field(repr=False)] = ""
    replica: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,60}$")] = ""
    log: Literal["lines", "json"] = "lines"
    assessments_a_day: Annotated[int, Field(ge=0)] | None = None
    reports_a_day: Annotated[int, Field(ge=0)] | None = None
    trial_usd_a_day: Annotated[Decimal, Field(ge=0)] | None = None
    sign_in_metadata_url: str = ""
    sign_in_issuer: str = ""
    sign_in_client_id: str = ""
    sign_in_client_secret: Annotated[str, Field(repr=False)] = ""
    sign_in_scopes: str = "openid profile email"
    sign_in_groups_claim: str = "groups"
    sign_in_readers: str = ""
    sign_in_editors: str = ""
    sign_in_approvers: str = ""
    sign_in_administrators: str = ""
    sign_in_others_read: bool = False
    sign_in_idle_minutes: Annotated[float, Field(gt=0)] = 30.0
    sign_in_hours: Annotated[float, Field(gt=0)] = 10.0

    @model_validator(mode="before")
    @classmethod
    def _from_environment(cls, given: dict[str, Any]) -> dict[str, Any]:
        """The environment, beneath what is given; pydantic-settings would read it too, for 0.1 s of each command."""
        found = {name.upper(): value for name, value in os.environ.items()}
        named = {name: found[_PREFIX + name.upper()] for name in cls.model_fields if _PREFIX + name.upper() in found}
        read = {name: _read(found[at]) for name in _FROM_FILES if (at := f"{_PREFIX}{name.upper()}_FILE") in found}
        return read | named | given

    @property
    def public_names(self) -> tuple[str, ...]:
        """The host of ``public_url``, when there is one."""
        host = urlsplit(self.public_url).hostname
        return (host,) if host else ()

    @property
    def sign_in(self) -> SignIn | None:
        """How people sign in; None where nobody does. Raises InputError naming what is missing."""
        if not self.sign_in_metadata_url:
            return None
        needed = {
            "sign_in_client_id": self.sign_in_client_id,
            "sign_in_client_secret": self.sign_in_client_secret,
            "public_url": self.public_url,
        }
        problems = [
            Problem(_PREFIX + name.upper(), "not set", "sign-in needs it")
            for name, is_set in needed.items()
            if not is_set
        ]
        problems += [
            Problem(_PREFIX + name.upper(), url, "https, or an address of this machine")
            for name, url in (("sign_in_metadata_url", self.sign_in_metadata_url), ("public_url", self.public_url))
            if url and not _is_safe(url)
        ]
        if problems:
            raise InputError("Sign-in is not set up:", problems)
        named = (self.sign_in_readers, self.sign_in_editors, self.sign_in_approvers, self.sign_in_administrators)
        return SignIn(
            metadata_url=self.sign_in_metadata_url,
            issuer=self.sign_in_issuer or self.sign_in_metadata_url.removesuffix(WELL_KNOWN),
            client_id=self.sign_in_client_id,
            scopes=self.sign_in_scopes,
            groups_claim=self.sign_in_groups_claim,
            role_groups={role: _groups(groups) for role, groups in zip(Role, named, strict=True)},
            others_read=self.sign_in_others_read,
            idle=timedelta(minutes=self.sign_in_idle_minutes),
            longest=timedelta(hours=self.sign_in_hours),
        )

    @property
    def overlay_dir(self) -> Path:
        """The folder of the user's own catalog tables."""
        return self.home / "overlay"

    @property
    def shares_database(self) -> bool:
        """Whether the database is a server's, which several processes may work on."""
        return self.database_url.startswith(("postgres://", "postgresql"))

    def resolved_policy_file(self) -> Path | None:
        """The policy of the house: the file that is named, else the one in the home folder; None without either."""
        usual = self.home / "policy.yaml"
        return self.policy_file or (usual if usual.is_file() else None)

    def resolved_database_url(self) -> str:
        """The database to use: the configured one, else SQLite in ``home``."""
        return self.database_url or f"sqlite:///{self.home / 'advisor.sqlite3'}"


def _groups(named: str) -> frozenset[str]:
    """Names of groups, between which semicolons stand: those of a directory may have commas."""
    return frozenset(name for part in named.split(";") if (name := part.strip()))


def _is_safe(url: str) -> bool:
    """Whether nobody on the way reads along."""
    parts = urlsplit(url)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1", "::1"))


def _read(path: str) -> str:
    """What a file holds, without the line break at its end; raises InputError naming it where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}, which a setting names, cannot be read: {error}") from None
