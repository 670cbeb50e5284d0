"""The policy as an administrator edits it: every error at its table, a look at what would change, and a new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.access.rules import Verb, may
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import lifting, under_policy
from advisor.errors import AdvisorError, Problem
from advisor.policy.house import HousePolicy
from advisor.policy.in_force import PolicyInForce, in_force
from advisor.policy.load import LARGEST_LOGO
from advisor.services.house.edited_policy import (
    PolicyEffect,
    checked_policy,
    earlier_policies,
    effects_of,
    policy_place,
    policy_text,
    save_policy,
)
from advisor.services.house.exceptions import all_granted
from advisor.storage.audit_trail import note_policy
from advisor.ui.cached import decisions, installation
from advisor.ui.faults import said_of_fault
from advisor.ui.frame.markdown import escaped
from advisor.ui.house.policy_tables import edit_agreements, edit_costs, edit_rules, edit_weights
from advisor.ui.tables import show_rows
from advisor.ui.words import say, say_n, words

_LOOKED_AT: Final = 40
"""Saved decisions worked out for a look at what would change: up to a second for each, twice."""
_PAPERS: Final = ("", "a4", "us-letter")
_LANGUAGES: Final = ("", "en", "de", "fr")


def show(held: PolicyInForce | None) -> None:
    """For administrators: the tables, what is wrong in them, and what saving would change; others are told to ask."""
    if not may(installation.person(), Verb.ADMINISTER):
        st.caption(say("An administrator edits the policy; everybody reads it."))
        return
    if not st.toggle(say("Edit the policy"), key="policy.edit", help=say("Nothing counts before it is saved.")):
        return
    policy = held.policy if held else None
    key = f"policy.{policy.digest[:12] if policy else 'new'}"
    places: dict[str, DeltaGenerator] = {}
    typed, logo = _typed(policy, key, places)
    checked, problems = checked_policy(typed, installation.catalog_under(None), policy)
    _show_problems(problems, places)
    if checked is None:
        st.error(
            say_n(
                "{n} thing must be mended before this can be saved.",
                "{n} things must be mended before this can be saved.",
                len(problems),
            ),
            icon=":material/error:",
        )
        return
    _show_saving(checked, policy, logo)


def _typed(
    policy: HousePolicy | None, key: str, places: dict[str, DeltaGenerator]
) -> tuple[dict[str, Any], tuple[str, bytes] | None]:
    """What stands in the fields, as the file would have it, and a logo that was chosen."""
    typed = _heading(policy, key)
    places[""] = st.container()
    st.markdown(say("**Rules**: each makes one demand; decisions name it by its number"))
    typed["rules"] = edit_rules(policy, f"{key}.rules")
    places["rules"] = st.container()
    st.markdown(say("**Price agreements**: what you pay instead of the list price; a percentage, or prices"))
    typed["agreements"] = edit_agreements(policy, f"{key}.agreements")
    places["agreements"] = st.container()
    with st.expander(say("Figures of the house")):
        typed["costs"] = edit_costs(policy, installation.catalog_under(None), f"{key}.costs")
        places["costs"] = st.container()
    with st.expander(say("Usual weights")):
        typed["weights"] = edit_weights(policy, f"{key}.weights")
        places["weights"] = st.container()
    with st.expander(say("Reports")):
        typed["report"], logo = _report(policy, key)
        places["report"] = st.container()
    return typed, logo


def _heading(policy: HousePolicy | None, key: str) -> dict[str, Any]:
    today = datetime.now(UTC).date()
    name, version, owner = st.columns(3)
    return {
        "name": name.text_input(
            say("Name"), policy.name if policy else "", key=f"{key}.name", help=say("As decisions will name it.")
        ).strip(),
        "version": version.text_input(
            say("Version"),
            _next_version(policy.version) if policy else "1",
            key=f"{key}.version",
            help=say("Another one than that in force."),
        ).strip(),
        "owner": owner.text_input(
            say("Owner"), policy.owner if policy else "", key=f"{key}.owner", help=say("Who answers for it.")
        ).strip(),
        "dated": today.isoformat(),
    }


def _next_version(version: str) -> str:
    """The version after one that ends in a number; else the same, which is then to be changed."""
    head = version.rstrip("0123456789")
    return head + str(int(version[len(head) :]) + 1) if version != head else version


def _report(policy: HousePolicy | None, key: str) -> tuple[dict[str, Any], tuple[str, bytes] | None]:
    style = policy.report if policy else None
    spoken = {"": say("as the person who makes it chooses"), "a4": "A4", "us-letter": "US Letter"}
    tongues = {"": spoken[""], "en": "English", "de": "Deutsch", "fr": "Français"}
    texts = {
        "classification": st.text_input(
            say("Label on every page"),
            style.classification if style else "",
            max_chars=60,
            key=f"{key}.classification",
            help=say("Internal, for example."),
        ),
        "footer": st.text_input(
            say("Footer"), style.footer if style else "", max_chars=160, key=f"{key}.footer", help=say("On every page.")
        ),
    }
    paper = _one_of(say("Paper"), _PAPERS, style.paper if style else None, spoken, f"{key}.paper")
    language = _one_of(say("Language"), _LANGUAGES, style.language if style else None, tongues, f"{key}.language")
    file = st.file_uploader(
        say("Logo"),
        type=["png", "svg"],
        key=f"{key}.logo",
        help=say("PNG or SVG; on every form of the report."),
    )
    st.caption(say("At most {limit} kB an image: a larger one is not taken.", limit=LARGEST_LOGO // 1_000))
    logo = None if file is None else (f"logo.{file.name.rpartition('.')[2].lower()}", file.getvalue())
    report: dict[str, Any] = {name: value.strip() for name, value in texts.items() if value.strip()}
    report |= {name: value for name, value in (("paper", paper), ("language", language)) if value}
    if style and style.sections:
        report["sections"] = [*style.sections]
    kept = logo[0] if logo else style.logo if style else None
    return report | ({"logo": kept} if kept else {}), logo


def _one_of(label: str, options: Sequence[str], held: str | None, spoken: Mapping[str, str], key: str) -> str:
    return st.selectbox(
        label,
        options,
        index=options.index(held or ""),
        format_func=spoken.__getitem__,
        key=key,
        help=say("What a report has from the start."),
    )


def _show_problems(problems: Sequence[Problem], places: Mapping[str, DeltaGenerator]) -> None:
    """Each at the table that it belongs to, with its row."""
    for problem in problems:
        section = problem.place.partition(".")[0].partition("[")[0]
        place = places.get(section, places[""])
        place.markdown(
            say(
                ":red[:material/error: {place}: {found}. Allowed: {allowed}.]",
                place=escaped(problem.place),
                found=escaped(problem.found),
                allowed=escaped(problem.allowed),
            )
        )


def _show_saving(checked: HousePolicy, policy: HousePolicy | None, logo: tuple[str, bytes] | None) -> None:
    with st.container(horizontal=True):
        asked = st.button(
            say("What would change?"),
            key="policy.preview",
            icon=":material/difference:",
            help=say("Works out the saved decisions under this policy and compares them."),
        )
        saved = st.button(
            say("Save as version {version}", version=checked.version),
            key="policy.save",
            type="primary",
            icon=":material/gavel:",
            help=say("From then on every decision is taken under it. The version before is kept."),
        )
        st.download_button(
            say("Download as a file"),
            policy_text(checked),
            file_name="policy.yaml",
            mime="application/yaml",
            key="policy.download",
            icon=":material/download:",
            help=say("The same policy as policy.yaml."),
        )
    if asked:
        _show_effects(checked)
    if saved:
        _save(checked, policy, logo)


def _save(checked: HousePolicy, policy: HousePolicy | None, logo: tuple[str, bytes] | None) -> None:
    try:
        note = partial(note_policy, installation.database(), actor=installation.person().actor, at=datetime.now(UTC))
        place = save_policy(installation.settings(), checked, before=policy, note=note, logo=logo)
    except AdvisorError as error:
        st.error(said_of_fault(error))
        return
    st.toast(say("Saved: {place}", place=escaped(str(place))), icon=":material/check:")
    st.rerun()


def _show_effects(checked: HousePolicy) -> None:
    """Choice and cost of the saved decisions now and under what was typed."""
    today = datetime.now(UTC).date()
    tables, then = installation.catalog_under(None), in_force(checked, today)
    granted = all_granted(installation.entries())
    with st.spinner(say("Working out the saved decisions under both policies"), show_time=True):
        effects, left = effects_of(
            installation.lifecycle(),
            partial(_excepted, installation.catalog(), granted),
            partial(_excepted, under_policy(tables, then), granted),
            run=decisions.rerun_today,
            go_on=lambda place, _: place < _LOOKED_AT,
        )
    changed = [effect for effect in effects if effect.changes]
    st.markdown(
        say_n(
            "**{changed} of {n} saved decision would change.**",
            "**{changed} of {n} saved decisions would change.**",
            len(effects),
            changed=len(changed),
        )
    )
    if left:
        st.caption(say_n("{n} older one was not looked at.", "{n} older ones were not looked at.", left))
    if changed:
        show_rows([_effect_row(effect) for effect in changed], hide_index=True, key="policy.effects", width="stretch")


def _excepted(catalog: Catalog, granted: Mapping[str, Sequence[Any]], decision_id: str) -> Catalog:
    held = catalog.policy
    found = granted.get(decision_id, ())
    if held is None or not found:
        return catalog
    return lifting(catalog, held.excepting(tuple(found), datetime.now(UTC).date()))


def _effect_row(effect: PolicyEffect) -> dict[str, Any]:
    language = words().language
    now, then = (one.choice_names.get(language, say("nothing fits")) for one in (effect.now, effect.then))
    costs = (one.standing_cost_usd for one in (effect.now, effect.then))
    before, after = (None if cost is None else round(cost) for cost in costs)
    stands = say("no longer allowed") if effect.then.gate and not effect.now.gate else say("stands")
    return {
        say("Decision"): effect.name,
        say("Choice now"): now,
        say("Choice then"): then,
        say("What was chosen"): stands,
        say("USD per month now"): before,
        say("USD per month then"): after,
    }


def show_earlier() -> None:
    """The policies before this one."""
    found = earlier_policies(installation.settings())
    if not found:
        return
    with st.expander(say_n("{n} earlier version", "{n} earlier versions", len(found))):
        for policy in found:
            st.markdown(
                escaped(
                    say(
                        "“{name}”, version {version}, {date}",
                        name=policy.name,
                        version=policy.version,
                        date=words().long_date(policy.dated),
                    )
                )
            )
        st.caption(escaped(say("Kept beside {place}.", place=str(policy_place(installation.settings())))))
