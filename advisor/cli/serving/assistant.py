"""``advisor mcp``: the advisor as tools of an assistant on this machine."""

from __future__ import annotations

from typing import Annotated

import typer

AllowWriting = Annotated[
    bool, typer.Option("--allow-writing", help="Let the assistant save decisions; it only reads otherwise.")
]


def mcp(*, allow_writing: AllowWriting = False) -> None:
    """Serve an assistant over standard input and output (Model Context Protocol).

    Assistants start it themselves: see docs/how-to/ask-from-an-assistant.md.
    """
    from advisor.mcp_server.stdio import serve_stdio

    serve_stdio(allow_writing=allow_writing)
