"""What was typed is sent before its field goes: by a link, another tab, Back, or a reload with the cursor still in it.

A field of Streamlit's tells its value when the cursor leaves it, by a timer, and a link changes the page at once: where
the browser is busy the page changes first, and the value then arrives for a page that has no such field. A link
followed within half a second of leaving a field waits for that timer. A tab is opened as the button goes down, before
the cursor has left the field: it leaves it first. Back takes the cursor out of a field in which something was typed,
lets the page take it, and then goes back.

A reload cannot wait. What stands in a field by then stays in the browser's own store of this window until the page is
there again; the same tab is opened, the same field filled, and told as if it were typed. It is given up when another
page comes instead, or no such field within a minute. What is hidden as it is typed (keys) is not kept.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

_SCRIPT: Final = """
const WAIT_MS = 80, JUST_LEFT_MS = 500, LONGEST_MS = 3000;
const FIELD = 'textarea, input:not([type="checkbox"], [type="radio"], [type="range"], [type="file"])';
const LINK = '[data-testid="stSidebarNavLink"], [data-testid^="stPageLink"] a, [data-testid="stLogoLink"]';
const FIELDS_GO = '[role="tab"], [role="radio"]', KEPT = 'advisor.typed';
const REFILL_MS = 60000;
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
function leaveFirst(event) {
    if (typedAt && event.target.closest?.(FIELDS_GO)) { document.activeElement.blur(); }
}
function nameOf(field) {  // its key, without the number that a session gives to the decision that it opened
    const classes = [...field.closest('[class*="st-key-"]')?.classList ?? []];
    return classes.find((name) => name.startsWith('st-key-'))?.replace(/-[0-9]+$/, '');
}
function openTabs() {
    return [...document.querySelectorAll('[role="tab"][aria-selected="true"]')].map((tab) => tab.textContent);
}
function keepTyped() {
    const field = document.activeElement;
    if (!typedAt || !field?.matches?.(FIELD) || field.type === 'password' || !nameOf(field)) { return; }
    const kept = { page: location.pathname, name: nameOf(field), value: field.value, tabs: openTabs() };
    sessionStorage.setItem(KEPT, JSON.stringify(kept));
}
function refill() {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null'), began = performance.now();
    sessionStorage.removeItem(KEPT);
    const look = () => {
        if (location.pathname !== kept.page || performance.now() - began > REFILL_MS) { return; }
        const running = document.querySelector('[data-testid="stApp"]').dataset.testScriptState !== 'notRunning';
        if (running || !filled()) { setTimeout(look, 200); }
    };
    const filled = () => {
        const field = [...document.querySelectorAll(FIELD)].find((one) => nameOf(one) === kept.name);
        if (!field) {
            const shut = '[role="tab"][aria-selected="false"]';
            [...document.querySelectorAll(shut)].find((tab) => kept.tabs.includes(tab.textContent))?.click();
            return false;
        }
        const own = Object.getPrototypeOf(field);
        field.focus();
        Object.getOwnPropertyDescriptor(own, 'value').set.call(field, kept.value);  // as typed: React hears of it
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.blur();
        return true;
    };
    if (kept) { look(); }
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
    document.addEventListener('pointerdown', leaveFirst, true);
    window.addEventListener('popstate', holdBack, true);
    window.addEventListener('pagehide', keepTyped);
    refill();
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
