"""Sessions of a running app without a browser: they speak Streamlit's own protocol over its socket."""

from __future__ import annotations

import ssl
import time
import urllib.request
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

from running import PATIENCE_S
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

WHOLE: Final = ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY
PART: Final = ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY
_BORDER: Final = "advisor-test-boundary"


class Session:
    """One session, to be used with ``with``: what it was shown last, and what it may do next.

    ``widgets`` are the elements with a key on the page, by that key.
    """

    def __init__(self, url: str, *, tls: ssl.SSLContext | None = None, cookie: str = "") -> None:
        parts = urlsplit(url)
        self._url = url
        self._connecting = connect(
            f"{'wss' if tls else 'ws'}://{parts.netloc}/_stcore/stream",
            ssl=tls,
            additional_headers={"Cookie": cookie} if cookie else None,
            origin=url,  # type: ignore[arg-type]
            subprotocols=["streamlit"],  # type: ignore[list-item]
            compression=None,
            max_size=None,
            open_timeout=PATIENCE_S,
        )
        self._pages: dict[str, str] = {}
        self._page = ""
        self._query = ""
        self._values: dict[str, WidgetState] = {}
        self._ids: dict[str, str] = {}
        self._fragments: dict[str, str] = {}
        self.widgets: dict[str, Any] = {}
        self.session_id = ""
        self.texts: list[str] = []

    def __enter__(self) -> Self:
        """Join, as an opened window does."""
        self._socket = self._connecting.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Leave, as a closed window does."""
        self._connecting.__exit__(kind, error, at)

    def key(self, *beginnings: str) -> str:
        """The first key, of all that were ever shown, that begins in one of these ways."""
        return next(key for begins in beginnings for key in self._ids if key.startswith(begins))

    def open(self, page: str = "", query: str = "") -> float:
        """Open a page by its address; gives the seconds until it was drawn whole."""
        self._page, self._query, self._values = page, query, {}
        return self._run({})

    def go(self, page: str) -> float:
        """Choose another page in the navigation."""
        self._page, self._values = page, {}
        return self._run({})

    def click(self, key: str) -> float:
        """Press the button with this key."""
        return self._run({key: {"trigger_value": True}})

    def give(self, key: str, **value: Any) -> float:
        """Give the widget with this key a value, named by its field of the protocol."""
        return self._run({key: value})

    def touch(self, key: str, **value: Any) -> float:
        """As ``give``, for a widget in a fragment: only that is drawn anew, as a browser asks for it."""
        return self._run({key: value}, fragment=self._fragments[key])

    def again(self) -> float:
        """Have the page drawn anew."""
        return self._run({})

    def upload(self, key: str, name: str, content: bytes) -> float:
        """Hand a file over to the uploader with this key, as the browser does."""
        started = time.perf_counter()
        asked = BackMsg()
        asked.file_urls_request.request_id = name
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self.session_id
        self._socket.send(asked.SerializeToString())
        while (told := self._next()).WhichOneof("type") != "file_urls_response":
            self._take(told)
        urls = told.file_urls_response.file_urls[0]
        self._put(urls.upload_url, name, content)
        state = WidgetState()
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(content), urls.file_id
        info.file_urls.CopyFrom(urls)
        self._run({key: {"file_uploader_state_value": state.file_uploader_state_value}})
        return time.perf_counter() - started

    def _put(self, path: str, name: str, content: bytes) -> None:
        head = (
            f'--{_BORDER}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        body = head.encode() + content + f"\r\n--{_BORDER}--\r\n".encode()
        with urllib.request.urlopen(f"{self._url}/_stcore/health", timeout=PATIENCE_S) as asked:  # noqa: S310 - loopback
            cookie = asked.headers["Set-Cookie"].partition(";")[0]
        headers = {
            "Content-Type": f"multipart/form-data; boundary={_BORDER}",
            "Origin": self._url,
            "Cookie": cookie,
            "X-Xsrftoken": cookie.partition("=")[2].strip('"'),
        }
        put = urllib.request.Request(self._url + path, data=body, headers=headers, method="PUT")  # noqa: S310 - loopback
        urllib.request.urlopen(put, timeout=PATIENCE_S).close()  # noqa: S310

    def _run(self, given: Mapping[str, Mapping[str, Any]], *, fragment: str = "") -> float:
        for key, value in given.items():
            state = WidgetState(id=self._ids[key])
            for field, content in value.items():
                if hasattr(content, "DESCRIPTOR"):
                    getattr(state, field).CopyFrom(content)
                else:
                    setattr(state, field, content)
            self._values[key] = state
        asked = BackMsg()
        asked.rerun_script.query_string = self._query
        asked.rerun_script.page_name = self._page
        asked.rerun_script.page_script_hash = self._pages.get(self._page, "")
        asked.rerun_script.fragment_id = fragment
        asked.rerun_script.widget_states.widgets.extend(self._values.values())
        self._values = {key: state for key, state in self._values.items() if not state.trigger_value}
        started = time.perf_counter()
        self._socket.send(asked.SerializeToString())
        self.widgets, self.texts = {}, []
        while True:
            told = self._next()
            if told.WhichOneof("type") == "script_finished" and told.script_finished == (PART if fragment else WHOLE):
                return time.perf_counter() - started
            self._take(told)

    def _next(self) -> ForwardMsg:
        told = ForwardMsg()
        received = self._socket.recv(timeout=PATIENCE_S)
        assert isinstance(received, bytes)
        told.ParseFromString(received)
        return told

    def _take(self, told: ForwardMsg) -> None:
        kind = told.WhichOneof("type")
        if kind == "new_session":
            self.session_id = told.new_session.initialize.session_id
        elif kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in told.navigation.app_pages}
            by_hash = {script: name for name, script in self._pages.items()}
            self._page = by_hash.get(told.navigation.page_script_hash, self._page)
        elif kind == "page_info_changed":
            self._query = told.page_info_changed.query_string
        elif kind == "delta":
            self._drawn(told.delta)

    def _drawn(self, delta: Any) -> None:
        if delta.WhichOneof("type") == "add_block":
            block = delta.add_block
            self.widgets[f"block.{block.id}"] = block
            if block.WhichOneof("type") == "tab_container" and block.tab_container.id:
                self._ids[block.tab_container.id.split("-", 2)[-1]] = block.tab_container.id
            return
        element = delta.new_element
        drawn = getattr(element, element.WhichOneof("type"), None) if element.WhichOneof("type") else None
        identity = getattr(drawn, "id", "")
        if identity:
            key = identity.split("-", 2)[-1]
            self.widgets[key], self._ids[key], self._fragments[key] = drawn, identity, delta.fragment_id
        for field in ("body", "label"):
            if isinstance(getattr(drawn, field, None), str):
                self.texts.append(getattr(drawn, field))
