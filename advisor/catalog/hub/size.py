"""Total and active parameters of a repository, from the counts of its weights and its configuration."""

from __future__ import annotations

from typing import Final

from advisor.catalog.hub.config import EXPERTS, count, language_part
from advisor.catalog.hub.experts import active_params
from advisor.catalog.hub.facts import HubFacts
from advisor.catalog.hub.precision import precision_cell
from advisor.catalog.hub.unread_keys import unread_keys

_PACKED: Final = frozenset({"I32", "I64", "U8", "I8", "U32", "I16"})
_PACKED_SHARE: Final = 0.01
_WORTH_SAYING: Final = 0.005
"""Norms and biases are some thousandths of the active parameters; a layer or an encoder is more."""


def size_cells(facts: HubFacts, notes: list[str]) -> dict[str, str]:
    """Total and active parameters (10^9); blank where the weights are packed, since packed numbers are no parameters.

    Layers that only predict further tokens are in neither: no engine loads them unless it is told to. What the
    configuration leaves open is added to ``notes``.
    """
    total = sum(facts.parameters.values())
    if not total:
        return _from_gguf(facts, notes)
    whole = {"I8"} if precision_cell(facts.config, language_part(facts.config))[0] == "int8" else set()
    packed = sum(number for kind, number in facts.parameters.items() if kind in _PACKED - whole)
    if packed > total * _PACKED_SHARE:
        kinds = ", ".join(sorted(kind for kind in facts.parameters if kind in _PACKED - whole))
        notes.append(
            f"The weights are packed ({kinds}): their count is not the number of parameters, which stays unknown."
        )
        return {}
    found = active_params(facts.config, total)
    if found.prediction:
        notes.append(
            f"{found.prediction / 1e9:.3g} x 10^9 of the {total / 1e9:.4g} x 10^9 parameters are layers that predict "
            "further tokens: left out of both counts."
        )
    elif found.named:
        notes.append("config.json names layers that predict further tokens; the weights are taken to be without them.")
    cells = {"total_params_b": f"{found.served / 1e9:.6g}"}
    _, unread, _ = unread_keys(language_part(facts.config))
    if (count(language_part(facts.config), *EXPERTS) or 0) <= 1 and not unread:
        return cells | {"active_params_b": cells["total_params_b"]}
    why = f"keys that are not understood here ({', '.join(unread)})" if unread else found.why_not
    if found.active is None or unread:
        notes.append(f"The active parameters cannot be told from config.json ({why}): they stay unknown.")
        return cells
    notes.append("Active parameters are computed from config.json: the total less the experts a token does not visit.")
    if found.beyond > found.active * _WORTH_SAYING:
        notes.append(
            f"{found.beyond / 1e9:.3g} x 10^9 parameters are in no part that config.json names: in the total, and not "
            "in the active count."
        )
    return cells | {"active_params_b": f"{found.active / 1e9:.6g}"}


def _from_gguf(facts: HubFacts, notes: list[str]) -> dict[str, str]:
    """The parameters that the Hub counted in a GGUF file; how they are quantised is a choice of file, not of model."""
    total = facts.gguf.get("total")
    if not isinstance(total, int) or total <= 0:
        return {}
    notes.append(
        f"Only GGUF files: {total / 1e9:.4g} x 10^9 parameters and the context are the Hub's reading of one of them; "
        "precision and shape depend on the file and stay unknown."
    )
    cells = {"total_params_b": f"{total / 1e9:.6g}"}
    if "moe" in str(facts.gguf.get("architecture", "")):
        notes.append("The active parameters of a mixture of experts are not in the Hub's reading: they stay unknown.")
        return cells
    return cells | {"active_params_b": cells["total_params_b"]}
