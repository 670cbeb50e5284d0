"""Start Streamlit on the app: ``python -m advisor.ui.serve --server.port 8501`` (any option of ``streamlit run``).

A link into a page (``/catalog?model=...``) may be the first request that a server sees. Streamlit then takes the
``pages`` folder for the whole app and runs that file alone, without ``app.py`` and its navigation; saying beforehand
that the folder is no such app prevents it.

The engine's loops are compiled (or loaded) meanwhile, so that the first visitor does not wait for them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Thread

from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from advisor.decision.robustness.smaa import warm_up

APP = Path(__file__).resolve().parents[2] / "app.py"


def main() -> None:
    """Serve until stopped."""
    PagesManager.uses_pages_directory = False
    Thread(target=warm_up, name="compile", daemon=True).start()
    sys.argv = ["streamlit", "run", str(APP), *sys.argv[1:]]
    cli.main()


if __name__ == "__main__":
    main()
