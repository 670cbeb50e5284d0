"""What was typed is sent before the page is left: by a link, and by Back with the cursor still in the field.

A field of Streamlit's tells its value when the cursor leaves it, by a timer, and a link changes the page at once: where
the browser is busy the page changes first, and the value then arrives for a page that has no such field. A link
followed within half a second of leaving a field waits for that timer. Back takes the cursor out of a field in which
something was typed, lets the page take it, and then goes back.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

_SCRIPT: Final = """
const WAIT_MS = 80, JUST_LEFT_MS = 500, LONGEST_MS = 3000;
const FIELD = 'textarea, input:not([type="checkbox"], [type="radio"], [type="range"], [type="file"])';
const LINK = '[data-testid="stSidebarNavLink"], [data-testid^="stPageLink"] a, [data-testid="stLogoLink"]';
let left = -Infinity, typedAt, passing = false;
function holdLink(event) {
    const link = event.target.closest?.(LINK);
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || passing || !plain || performance.now() - left > JUST_LEFT_MS) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    const follow = () => { passing = true; link.click(); passing = false; };
    // A busy browser takes longer to tell than any fixed time: it is idle once it has.
    const idle = window.requestIdleCallback ?? ((done) => done());
    setTimeout(() => idle(() => setTimeout(follow, 20), { timeout: 2000 }), WAIT_MS);
}
function holdBack(event) {
    if (!typedAt) { return; }
    event.stopImmediatePropagation();
    history.pushState(event.state, '', typedAt);  // the page's own address while its value is taken
    document.activeElement.blur();
    const app = document.querySelector('[data-testid="stApp"]'), began = performance.now();
    let taken = false;
    const look = () => {
        const running = app.getAttribute('data-test-script-state') !== 'notRunning', since = performance.now() - began;
        taken ||= running;
        if ((taken && !running) || since > (taken ? LONGEST_MS : LONGEST_MS / 3)) { history.back(); return; }
        setTimeout(look, 20);
    };
    setTimeout(look, 20);
}
function watch() {
    document.addEventListener('input', (event) => {
        if (event.target.matches?.(FIELD)) { typedAt = location.href; }
    }, true);
    document.addEventListener('focusout', (event) => {
        if (event.target.matches?.(FIELD)) { left = performance.now(); typedAt = undefined; }
    }, true);
    document.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && !event.target.matches?.('textarea')) { typedAt = undefined; }
    }, true);
    document.addEventListener('click', holdLink, true);
    window.addEventListener('popstate', holdBack, true);
}
export default function () {
    if (!window.advisorTypedFirst) { window.advisorTypedFirst = true; watch(); }
}
"""
_watch = st.components.v2.component("advisor.typed_first", js=_SCRIPT)


def show() -> None:
    """Let the browser send what was typed before it leaves a page; call it on every page."""
    with st.sidebar:
        _watch(key="typed_first")
