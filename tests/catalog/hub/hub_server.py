"""A server on loopback that speaks the Hub's protocol for repositories given as dictionaries."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

SHA = "a" * 40


@dataclass
class Repository:
    """What the server tells about one repository: the answer of the API and its files."""

    info: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    gated: bool = False
    status: int = 200


@contextmanager
def hub(repositories: Mapping[str, Repository]) -> Iterator[str]:
    """Serve the repositories; gives the address to set as ``HF_ENDPOINT``."""
    handler = type("Handler", (_Handler,), {"repositories": repositories})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    repositories: Mapping[str, Repository]

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""

    def _answer(self, *, body: bool) -> None:
        path, _, query = self.path.partition("?")
        if path == "/api/models":
            owner = f"{parse_qs(query).get('author', [''])[0]}/"
            listed = [{"id": name, "_id": name} for name in self.repositories if name.startswith(owner)]
            self._send(200, json.dumps(listed).encode(), {}, body=body)
        elif match := re.fullmatch(r"/api/models/(.+?)(?:/revision/[^/]+)?", path):
            self._send_info(match[1], body=body)
        elif match := re.fullmatch(r"/([^/]+/[^/]+)/resolve/[^/]+/(.+)", path):
            self._send_file(match[1], match[2], body=body)
        else:
            self._send(404, b"{}", {}, body=body)

    def _send_info(self, name: str, *, body: bool) -> None:
        repository = self.repositories.get(name)
        if repository is None:
            self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"}, body=body)
            return
        siblings = [{"rfilename": file, "size": len(content)} for file, content in repository.files.items()]
        answer = {"id": name, "sha": SHA, "siblings": siblings, **repository.info}
        code = {"X-Error-Code": "GatedRepo"} if repository.gated else {}
        self._send(403 if repository.gated else repository.status, json.dumps(answer).encode(), code, body=body)

    def _send_file(self, name: str, file: str, *, body: bool) -> None:
        repository = self.repositories.get(name, Repository())
        content = repository.files.get(file)
        if content is None:
            self._send(404, b"", {"X-Error-Code": "EntryNotFound", "X-Repo-Commit": SHA}, body=body)
            return
        headers = {"ETag": f'"{hashlib.sha1(content).hexdigest()}"', "X-Repo-Commit": SHA}  # noqa: S324 - as the Hub
        asked = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        part = content[int(asked[1]) : int(asked[2]) + 1] if asked else content
        self._send(206 if asked else 200, part, headers, body=body)

    def _send(self, status: int, content: bytes, headers: Mapping[str, str], *, body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        if body:
            self.wfile.write(content)
