"""Which keys the playground may read, and where each may be sent.

A page can be used by more people than the machine it runs on belongs to. So a connection never names just any variable
or file: it names an entry that the administrator made for this purpose, and the entry says where its key belongs.

- A variable that begins with ``ADVISOR_KEY_`` (as ``ADVISOR_KEY_MISTRAL``), with the addresses it belongs to in a
  variable beside it (``ADVISOR_KEY_MISTRAL_FOR=https://api.mistral.ai``, several apart by spaces).
- A file in ``ADVISOR_SECRETS_DIR`` (``/run/secrets`` where nothing is set), with a file beside it of the same name and
  the ending ``.for``.
- The variables that the tools of a vendor read (``OPENAI_API_KEY``), for that vendor's own host alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from advisor.errors import GuardError
from advisor.trials.network.addresses import USUAL_PORTS
from advisor.trials.records import Connection

PREFIX: Final = "ADVISOR_KEY_"
BELONGS: Final = "_FOR"
SECRETS_DIR: Final = "ADVISOR_SECRETS_DIR"
USUAL_SECRETS_DIR: Final = "/run/secrets"
KEY_VARIABLES: Final[Mapping[str, str]] = {
    "api.openai.com": "OPENAI_API_KEY",
    "api.anthropic.com": "ANTHROPIC_API_KEY",
    "api.mistral.ai": "MISTRAL_API_KEY",
    "router.huggingface.co": "HF_TOKEN",
}
"""Hosts whose key is looked for in the environment variable that their own tools use."""
_HUB: Final = "https://router.huggingface.co:443"
_MOST_BYTES: Final = 10_000


def origin_of(address: str) -> str:
    """Scheme, host and port of an address, as ``https://api.openai.com:443``; empty for what has none."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port or USUAL_PORTS.get(parts.scheme)
    except ValueError:
        return ""
    host = (parts.hostname or "").rstrip(".")
    return f"{parts.scheme}://{host}:{port}" if host and port else ""


def destination(connection: Connection) -> str:
    """Where a connection sends its key: the origin of its address, or that of the Hub's own providers."""
    return _HUB if connection.flavour == "hf_provider" else origin_of(connection.base_url)


def check_variable(connection: Connection, environ: Mapping[str, str]) -> None:
    """Raise ``GuardError`` where the connection's variable is no entry for keys, or its key belongs elsewhere."""
    name, to = connection.key.name, destination(connection)
    if to in {f"https://{host}:443" for host in _hosts_of(name)}:
        return
    if not name.startswith(PREFIX) or name.endswith(BELONGS):
        usual = f" ({name} itself only for {', '.join(_hosts_of(name))})" if _hosts_of(name) else ""
        raise GuardError(
            f"The variable {name} is not made for this application: only variables that begin with {PREFIX} are read"
            f"{usual}. The administrator sets {PREFIX}NAME to the key and {PREFIX}NAME{BELONGS} to where it belongs."
        )
    _check_origin(to, environ.get(name + BELONGS, ""), f"the variable {name}", f"the variable {name}{BELONGS}")


def secret_file(connection: Connection, environ: Mapping[str, str]) -> Path:
    """The file of the connection's key; raises ``GuardError`` outside the folder, or if its key belongs elsewhere."""
    folder = Path(environ.get(SECRETS_DIR, "").strip() or USUAL_SECRETS_DIR)
    path = folder / connection.key.name  # an absolute name stays as it is
    inside = "\0" not in connection.key.name and path.resolve().is_relative_to(folder.resolve())
    if not inside or path.suffix == ".for":
        raise GuardError(
            f"The file {connection.key.name} is not one of the keys of this application: they stand in {folder}"
            f" (the administrator may name another folder in {SECRETS_DIR})."
        )
    beside = path.with_name(path.name + ".for")
    try:
        with beside.open(encoding="utf-8") as file:
            belongs = file.read(_MOST_BYTES)
    except (OSError, UnicodeDecodeError):
        belongs = ""
    _check_origin(destination(connection), belongs, f"the file {path}", f"the file {beside}")
    return path


def _hosts_of(variable: str) -> list[str]:
    return [host for host, name in KEY_VARIABLES.items() if name == variable]


def _check_origin(to: str, belongs: str, key: str, place: str) -> None:
    allowed = {origin_of(address) for address in belongs.split()} - {""}
    if not allowed:
        raise GuardError(
            f"Nobody has said where the key in {key} belongs: the administrator writes the address into {place}, here"
            f" {to}."
        )
    if to not in allowed:
        raise GuardError(
            f"The key in {key} belongs to {', '.join(sorted(allowed))}; this connection goes to {to}. It was not sent."
        )
