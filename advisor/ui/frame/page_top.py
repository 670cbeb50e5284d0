"""Every page begins at its top: Streamlit swaps a page's content and leaves the reader as far down as they were."""

from __future__ import annotations

from typing import Final

import streamlit as st

# The browser alone remembers which page it shows: a rerun of the same page moves nothing, nor does a first load, whose
# address may name a heading. Only the scrolled section moves; what has the focus keeps it. A button of the page before
# is gone with its page, and the focus with it: for four seconds the page's title takes it, so that a reader of the
# screen is told where they are and the next Tab leads into the page. On a phone the menu lies over the page that it led
# to, so it is folded.
_SCRIPT: Final = """
let shown, turns;
function greet() {
    const lost = !document.activeElement || document.activeElement === document.body;
    const title = document.querySelector('[data-testid="stMain"] h1');
    if (lost && title) { title.setAttribute("tabindex", "-1"); title.focus({ preventScroll: true }); }
    if ((turns -= 1) > 0) { setTimeout(greet, 200); }
}
export default function ({ data }) {
    if (shown !== undefined && shown !== data.page) {
        document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0, behavior: "instant" });
        if (window.innerWidth <= 768) {
            document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
        }
        turns = 20;
        setTimeout(greet, 200);
    }
    shown = data.page;
}
"""
_scroll = st.components.v2.component("advisor.page_top", js=_SCRIPT)


def show(page: str) -> None:
    """Scroll to the top when ``page``, the path of the page's address, is not the page that the browser showed last.

    Call it before the page draws, so that nothing of the new page is seen half-way down.
    """
    with st.sidebar:
        _scroll(data={"page": page}, key="page_top")
