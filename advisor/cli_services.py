"""What the command line needs from the rooms that touch disk, network and the database."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

APP = Path(__file__).resolve().parents[1] / "app.py"


def serve_app(port: int) -> int:
    """Run the web app on ``port`` of this machine until it is stopped; gives its exit status."""
    command = [sys.executable, "-m", "streamlit", "run", str(APP), "--server.port", str(port)]
    print(f"Model-selection advisor: http://127.0.0.1:{port}", file=sys.stderr)
    try:
        return subprocess.run(command, check=False, cwd=APP.parent).returncode  # noqa: S603 - our own program
    except KeyboardInterrupt:
        return 0
