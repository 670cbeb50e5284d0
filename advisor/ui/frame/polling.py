"""Something that redraws itself while work goes on, and draws the whole page anew once when that changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

POLL_S: Final = 0.3


def poll(
    draw: Callable[[], None],
    *,
    key: str,
    busy: Callable[[], bool],
    was_busy: bool,
    every_s: float = POLL_S,
    ended: Callable[[], None] | None = None,
) -> None:
    """Call ``draw`` now, and again every ``every_s`` seconds while ``busy()``; ``ended`` is called once at the end.

    ``was_busy`` is what the rest of the page was drawn by, so that nothing is left behind when work ends meanwhile.

    The fragment stands alone in a container of its own. Streamlit forgets a fragment's elements that were not sent yet
    when the fragment runs again; the browser then closes the gap, and what stands beside the fragment on the same level
    slides into its place, where the fragment's next run overwrites it.
    """
    with st.container(key=key):
        st.fragment(_redraw, run_every=every_s if was_busy else None)(draw, busy, ended, was_busy=was_busy)


def _redraw(
    draw: Callable[[], None], busy: Callable[[], bool], ended: Callable[[], None] | None, *, was_busy: bool
) -> None:
    """One turn; the page itself depends on whether work goes on, so a change of that draws all of it."""
    is_busy = busy()
    if was_busy and not is_busy and ended is not None:
        ended()
    if is_busy != was_busy:
        st.rerun(scope="app")
    draw()
