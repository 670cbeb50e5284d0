"""Start Streamlit on the app: ``python -m advisor.ui.serve --server.port 8501`` (any option of ``streamlit run``).

A link into a page (``/catalog?model=...``) may be the first request that a server sees. Streamlit then takes the
``pages`` folder for the whole app and runs that file alone, without ``app.py`` and its navigation; saying beforehand
that the folder is no such app prevents it.

It listens on this machine alone unless ``--server.address`` says otherwise, and then only when people sign in, or the
administrator has said that anybody who reaches it may use it. A home folder that every user of the machine can write in
keeps its permissions, and is warned of.

The engine's loops are compiled (or loaded) meanwhile, and the processes that read files and make reports are started,
so that the first visitor waits for none of it.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import zip_longest
from pathlib import Path
from threading import Thread

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from advisor.decision.robustness.smaa import warm_up
from advisor.errors import InputError, TooHeavyError
from advisor.services.aside.decision_work import CatalogPlace, get_ready
from advisor.services.aside.read_files import ready
from advisor.services.aside.run import start_workers
from advisor.settings import Settings
from advisor.whole_files import is_open_to_all

SERVED = Path(__file__).with_name("asgi.py")
OPTION = "--server.address"
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - what is refused without a sign-in


def address_of(arguments: Sequence[str], configured: str = "") -> str:
    """The address to listen on: the last one given on the command line, else the configured, else this machine's.

    An empty one on the command line is every address, as Streamlit takes it.
    """
    given = [
        after if argument == OPTION else argument.removeprefix(f"{OPTION}=")
        for argument, after in zip_longest(arguments, arguments[1:], fillvalue="")
        if argument == OPTION or argument.startswith(f"{OPTION}=")
    ]
    if given:
        return given[-1].strip() or EVERY_ADDRESS
    return configured.strip() or "127.0.0.1"


def is_wide(address: str) -> bool:
    """Whether others than this machine reach an address."""
    try:
        return not ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address.lower() != "localhost"


def _share_cookies(settings: Settings) -> None:
    """Have cookies signed with the secret of the installation: every replica then takes what another has given."""
    if settings.cookie_secret:
        os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = settings.cookie_secret
    elif settings.replica:
        raise SystemExit(
            "Not started: a replica (ADVISOR_REPLICA) needs the secret that all of them sign cookies with. Set"
            " ADVISOR_COOKIE_SECRET, or name a file that holds it with ADVISOR_COOKIE_SECRET_FILE."
        )


def _get_ready(settings: Settings) -> None:
    """Nobody waits for this: where a process of it dies (as all do when the app stops), the first visitor waits."""
    warm_up()
    with suppress(TooHeavyError):
        start_workers(ready)
        start_workers(partial(get_ready, CatalogPlace.of(settings)), kind="decisions")


def main() -> None:
    """Serve until stopped."""
    settings = Settings()
    address = address_of(sys.argv[1:], os.environ.get("STREAMLIT_SERVER_ADDRESS", ""))
    try:
        nobody_signs_in = settings.sign_in is None
    except InputError as error:
        raise SystemExit(f"Not started. {error}") from None
    if is_wide(address) and nobody_signs_in and not settings.serve_anyone_without_sign_in:
        raise SystemExit(
            f"Not started: {address} can be reached from other machines, and nobody has to sign in. Whoever opens it"
            " could read and change every decision and use every connection. Set up sign-in (ADVISOR_SIGN_IN_…), put a"
            " gateway that asks for one before it and let it listen on 127.0.0.1, or set"
            " ADVISOR_SERVE_ANYONE_WITHOUT_SIGN_IN=true."
        )
    _share_cookies(settings)
    if is_open_to_all(settings.home):
        # A volume of a container is often made so, and nobody else is in there: said, not refused.
        sys.stderr.write(
            f"Warning: every user of this machine can write in {settings.home}, and so change or remove every"
            f" decision. Close it to others: chmod 700 {settings.home}\n"
        )
    PagesManager.uses_pages_directory = False
    Thread(target=_get_ready, args=(settings,), name="get-ready", daemon=True).start()
    # Streamlit would ask a service outside for the address that it has there, to print it.
    shown = next(iter(settings.public_names), "localhost")
    sys.argv = [
        "streamlit",
        "run",
        str(SERVED),
        f"--browser.serverAddress={shown}",
        f"{OPTION}={address}",
        *sys.argv[1:],
    ]
    cli.main()


if __name__ == "__main__":
    main()
