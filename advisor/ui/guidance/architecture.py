"""The reference architecture of the choice, drawn; what serves the model; the kit; and below it the versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from advisor.assessment import Assessment
from advisor.errors import SizingError
from advisor.guidance.architecture.records import Blueprint, BlueprintPart
from advisor.services.guidance.versions import versions_of, whole_kit
from advisor.ui import state
from advisor.ui.cached.installation import catalog, trials
from advisor.ui.guidance import versions
from advisor.ui.hosting.files import packed
from advisor.ui.recommendation.ranking import source_name, source_names
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say
from advisor.words.written import in_language

_NEEDS: Final[Mapping[str, str]] = {
    "needed": later("needed"),
    "advised": later("advised"),
    "not_needed": later("not needed"),
}
_VERDICTS: Final[Mapping[str, str]] = {"chosen": later("chosen"), "possible": later("possible"), "out": later("out")}
_CARRIES: Final[Mapping[str, str]] = {
    "requests": later("requests"),
    "measures": later("measurements"),
    "documents": later("looks up"),
    "answers": later("answers"),
    "when_it_fails": later("when it fails"),
}


_LOOK: Final = """rankdir=LR; bgcolor=transparent;
node [shape=box, style="rounded,filled", fillcolor="#EAF1F8", color="#0B3C73", fontname="sans-serif"];
edge [color="#5F6B7A", fontcolor="#5F6B7A", fontname="sans-serif", fontsize=10];"""


def show(assessment: Assessment) -> None:
    """Draw the tab."""
    decision = state.open_decision()
    decision_id = decision.decision_id if decision else None
    found = versions_of(assessment, catalog(), store=trials(), decision_id=decision_id)
    if found is None:
        st.info(say("Nothing fits the answers: there is no choice to draw an architecture of."))
        return
    blueprint = in_language(found.blueprint, state.language())
    st.subheader(say("Reference architecture"))
    st.caption(
        say("What the choice needs around it, from your answers; dashed is advised. The kit below starts all of it.")
    )
    st.graphviz_chart(dot_of(blueprint), width="stretch")
    _parts(blueprint)
    if blueprint.frameworks:
        _frameworks(blueprint)
    try:
        files = whole_kit(assessment, catalog(), found)
    except SizingError as problem:
        st.warning(str(problem))
    else:
        st.download_button(
            say("Download the whole kit (ZIP)"),
            packed(files),
            "architecture-kit.zip",
            "application/zip",
            key="guidance.kit",
            icon=":material/rocket_launch:",
            help=say("Compose and Kubernetes files, the gateway, a dashboard, alerts, the suite and a smoke test."),
        )
    versions.show(assessment, found, decision_id)


def dot_of(blueprint: Blueprint) -> str:
    """The picture as Graphviz reads it: boxes left to right, dashed where a part is only advised."""
    there = {part.part for part in blueprint.parts if part.need != "not_needed"}
    lines = ["digraph {", _LOOK]
    for part in blueprint.parts:
        if part.part in there:
            style = ', style="rounded,filled,dashed"' if part.need == "advised" else ""
            lines.append(f"{part.part} [label={_quoted(_label(part))}{style}];")
    lines += [f"{link.start} -> {link.end} [label={_quoted(say(_CARRIES[link.carries]))}];" for link in blueprint.links]
    return "\n".join([*lines, "}"])


def _label(part: BlueprintPart) -> str:
    return f"{part.name}\n{part.product}" if part.product else part.name


def _quoted(text: str) -> str:
    """A label of Graphviz: quotes and backslashes cannot end it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _parts(blueprint: Blueprint) -> None:
    show_rows(
        [
            {
                say("Part"): part.name,
                say("Needed"): say(_NEEDS[part.need]),
                say("What fills it"): part.product,
                say("Why"): " ".join(part.reasons),
            }
            for part in blueprint.parts
        ],
        hide_index=True,
        width="stretch",
        key="guidance.parts",
    )


def _frameworks(blueprint: Blueprint) -> None:
    st.subheader(say("What serves the model"))
    names = source_names()
    show_rows(
        [
            {
                say("Framework"): one.name,
                say("Verdict"): say(_VERDICTS[one.verdict]),
                say("Why"): "; ".join(one.reasons),
                say("Source"): source_name(one.source, names),
            }
            for one in blueprint.frameworks
        ],
        hide_index=True,
        width="stretch",
        key="guidance.frameworks",
    )
