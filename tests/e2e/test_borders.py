"""Other pages in the same browser: what they can do with the app on this machine."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from running import CHROMIUM_FLAGS, PATIENCE_S, chromium_path

from advisor.ui.confined import HEADERS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><title>another page</title><iframe id="app" src="{app}"></iframe><script>
const socket = new WebSocket("{socket}/_stcore/stream");
socket.onopen = () => document.title = "opened";
socket.onclose = () => {{ if (document.title != "opened") document.title = "refused"; }};
</script>"""


@pytest.fixture
def other_page(app_url: str) -> Iterator[str]:
    """A page on another port of this machine that drives the app as well as it can."""
    content = PAGE.format(app=app_url, socket=app_url.replace("http:", "ws:")).encode()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_another_page_neither_opens_a_socket_nor_frames_the_app(browser: Browser, other_page: str) -> None:
    """The socket is what drives the app; a frame is how clicks are stolen."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(other_page, timeout=PATIENCE_S * 1000)
    page.wait_for_function("document.title != 'another page'", timeout=PATIENCE_S * 1000)
    assert page.title() == "refused"
    framed = [frame.url for frame in page.frames if frame != page.main_frame]
    assert framed == ["chrome-error://chromewebdata/"]
    context.close()


def test_a_name_that_is_made_to_point_here_is_refused(browser: Browser, app_url: str) -> None:
    """DNS rebinding: the browser believes that the app belongs to the other site."""
    rules = "--host-resolver-rules=MAP rebound.test 127.0.0.1"
    rebound = browser.browser_type.launch(executable_path=chromium_path(), args=[*CHROMIUM_FLAGS, rules])
    page = rebound.new_page()
    answer = page.goto(f"http://rebound.test:{urlsplit(app_url).port}/", timeout=PATIENCE_S * 1000)
    assert answer is not None
    assert answer.status == 403
    assert "does not go by that name" in page.content()
    rebound.close()


@pytest.mark.parametrize("path", ["/", "/app/static/" + "a" * 300, "/%00", "/media/none", "/metrics", "/api/v1/none"])
def test_every_answer_is_confined(app_url: str, path: str) -> None:
    """Also what Streamlit answers by failing: a name that is longer than a name of a file can be."""
    try:
        with urllib.request.urlopen(app_url + path, timeout=PATIENCE_S) as answer:  # noqa: S310 - loopback
            status, headers = answer.status, answer.headers
    except urllib.error.HTTPError as error:
        status, headers = error.code, error.headers
    assert status < 500
    assert {name: headers[name] for name in HEADERS} == HEADERS
