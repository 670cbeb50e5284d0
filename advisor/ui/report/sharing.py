"""To whom the decision belongs and who may see, change or approve it; nothing of it where nobody signs in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from advisor.access.people import Person
from advisor.access.rules import Belonging, Right, Share, Verb, may, rights_of
from advisor.errors import StorageError
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.state import OpenDecision
from advisor.ui.words import later, say

RIGHTS: Final = {
    Right.READ: later("may read it"),
    Right.EDIT: later("may change it"),
    Right.APPROVE: later("may approve it"),
}


def show(decision: OpenDecision) -> None:
    """Owner, team and shares, and what its owner may change of them."""
    if decision.decision_id is None:
        st.info(say("Save the decision first: it then belongs to you, and you can share it."), icon=":material/save:")
        return
    person, belongs = installation.person(), installation.ownership().belonging(decision.decision_id)
    people = {one.subject: one for one in installation.known_people().everybody()}
    _show_belonging(belongs, people)
    if not may(person, Verb.SHARE, rights_of(person, belongs)):
        st.caption(say("Its owner and the administrator share it."))
        return
    left, right = st.columns(2, gap="large")
    with left:
        _share_form(decision.decision_id, person, people)
    with right:
        _hand_over_form(decision.decision_id, belongs, people)


def _show_belonging(belongs: Belonging, people: dict[str, Person]) -> None:
    owner = _named(belongs.owner, people) if belongs.owner else say("nobody: an administrator gives it to somebody")
    st.markdown(say("Owner: **{name}**", name=escaped(owner)))
    st.markdown(say("Team: **{name}**", name=escaped(belongs.team) if belongs.team else say("none")))
    rows = [
        {
            say("Shared with"): escaped(_named(share.who, people) if share.kind == "person" else share.who),
            say("Kind"): say("person") if share.kind == "person" else say("team"),
            say("Right"): say(RIGHTS[share.right]),
        }
        for share in belongs.shares
    ]
    if rows:
        st.table(rows, hide_index=True, alt=say("With whom the decision is shared, and what they may do"))
    else:
        st.caption(say("Shared with nobody else."))


def _share_form(decision_id: str, person: Person, people: dict[str, Person]) -> None:
    st.subheader(say("Share it"))
    belongs = installation.ownership().belonging(decision_id)
    with st.form("report.share_form", border=True):
        chosen = st.selectbox(
            say("With"),
            _choices(people, without=person.subject),
            index=None,
            format_func=lambda share: _named(share.who, people) if share.kind == "person" else share.who,
            key="report.share_with",
            placeholder=say("A person or a team"),
            help=say("People who have signed in here once, and the groups that they are in."),
        )
        right = st.selectbox(
            say("They"),
            list(RIGHTS),
            format_func={right: say(name) for right, name in RIGHTS.items()}.__getitem__,
            key="report.share_right",
            help=say("At most what their role allows: a reader only reads."),
        )
        if st.form_submit_button(say("Share"), key="report.share", icon=":material/group_add:") and chosen:
            _do(lambda: installation.ownership().share(decision_id, chosen.model_copy(update={"right": right})))
    for number, share in enumerate(belongs.shares):
        named = _named(share.who, people) if share.kind == "person" else share.who
        st.button(
            say("Take back from “{name}”: {right}", name=escaped(named), right=say(RIGHTS[share.right])),
            key=f"report.unshare.{number}",
            icon=":material/group_remove:",
            on_click=_take_back,
            args=(decision_id, share),
        )


def _hand_over_form(decision_id: str, belongs: Belonging, people: dict[str, Person]) -> None:
    st.subheader(say("Owner and team"))
    teams = ["", *sorted({group for one in people.values() for group in one.groups} | {belongs.team} - {""})]
    with st.form("report.owner_form", border=True):
        owner = st.selectbox(
            say("Owner"),
            sorted(people, key=lambda subject: _named(subject, people)),
            index=None if belongs.owner not in people else _place(people, belongs.owner),
            format_func=lambda subject: _named(subject, people),
            key="report.owner",
            help=say("Whoever owns it shares and removes it, and cannot approve it."),
        )
        team = st.selectbox(
            say("Team"),
            teams,
            index=teams.index(belongs.team),
            format_func=lambda name: name or say("none"),
            key="report.team",
            help=say("Everybody of the team sees it; editors change it and approvers approve it."),
        )
        if st.form_submit_button(say("Hand over"), key="report.hand_over", icon=":material/move_up:"):
            _do(lambda: _hand_over(decision_id, belongs, owner, team))


def _hand_over(decision_id: str, belongs: Belonging, owner: str | None, team: str) -> None:
    """The team first: whoever has given a decision away changes nothing of it any more."""
    ownership = installation.ownership()
    if team != belongs.team:
        ownership.give_to_team(decision_id, team)
    if owner is not None and owner != belongs.owner:
        ownership.give_to(decision_id, owner)


def _take_back(decision_id: str, share: Share) -> None:
    try:
        installation.ownership().unshare(decision_id, share)
    except StorageError as error:
        st.error(escaped(str(error)))


def _do(step: Callable[[], None]) -> None:
    try:
        step()
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    st.rerun()


def _choices(people: dict[str, Person], *, without: str) -> list[Share]:
    """Everybody who has signed in, then every team that they are in."""
    named = sorted(people.keys() - {without}, key=lambda subject: _named(subject, people))
    teams = sorted({group for one in people.values() for group in one.groups})
    return [Share(kind="person", who=subject, right=Right.READ) for subject in named] + [
        Share(kind="team", who=team, right=Right.READ) for team in teams
    ]


def _place(people: dict[str, Person], subject: str) -> int:
    return sorted(people, key=lambda one: _named(one, people)).index(subject)


def _named(subject: str, people: dict[str, Person]) -> str:
    """The name with the address: two people may have one name."""
    found = people.get(subject)
    if found is None:
        return subject
    return f"{found.name} ({found.email})" if found.email and found.email != found.name else found.name
