"""Who uses this session: what the browser's cookie says, held against the settings and the sign-ins that are open."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from typing import Any, Final

import streamlit as st

from advisor.access.people import LOCAL, Person
from advisor.access.sign_in import NotAdmitted, SignIn, began_at, person_of, sign_in_id
from advisor.errors import NotAllowedError
from advisor.storage.rights.sign_ins import SignIns
from advisor.ui import state

_ASKED: Final = "signing_in.asked"
_ASKED_EVERY_S: Final = 2.0
"""A page asks who uses it at every look into the database; the sign-ins are looked at so often at most."""


def claims() -> dict[str, Any]:
    """What the cookie says, whose signature Streamlit has checked; empty where nobody has signed in."""
    said = dict(st.user.to_dict())
    return {name: value for name, value in said.items() if name != "tokens"} if said.get("is_logged_in") else {}


def begin(sign_in: SignIn, sign_ins: SignIns) -> Person | NotAdmitted | None:
    """Who begins to draw a page, which is a use of their sign-in; why they are nobody; None where nobody signed in."""
    said = claims()
    if not said:
        return None
    now = datetime.now(UTC)
    found, began = person_of(said, sign_in, now), began_at(said)
    if isinstance(found, NotAdmitted) or began is None:
        return found
    if not sign_ins.use(sign_in_id(said), subject=found.subject, began_at=began):
        return NotAdmitted.OVER
    state.remember(_ASKED, (sign_in_id(said), monotonic()))
    return found


def person(sign_in: SignIn | None, sign_ins: SignIns) -> Person:
    """Who uses this session; raises NotAllowedError where nobody does who may."""
    if sign_in is None:
        return LOCAL
    said = claims()
    found = person_of(said, sign_in, datetime.now(UTC))
    if isinstance(found, NotAdmitted):
        raise NotAllowedError("nobody is signed in here: sign in to go on")
    key = sign_in_id(said)
    known: tuple[str, float] = state.recall(_ASKED, ("", 0.0))
    if known[0] != key or monotonic() - known[1] > _ASKED_EVERY_S:
        if not sign_ins.is_open(key):
            raise NotAllowedError("this sign-in is over: sign in again to go on")
        state.remember(_ASKED, (key, monotonic()))
    return found


def end(sign_ins: SignIns) -> None:
    """Sign out, here and for whoever keeps the cookie."""
    said = claims()
    if said:
        sign_ins.end(sign_in_id(said))
        state.forget(_ASKED)
