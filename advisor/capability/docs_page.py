"""The generated tables of ``docs/capability.md``: held-out error, calibration, scale, fitted curves of the boards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from advisor.capability.observations import CAPABILITY_GROUPS, LANGUAGE_CAPABILITIES

BEGIN: Final = "<!-- generated from data/capability_report.json: begin -->"
END: Final = "<!-- generated from data/capability_report.json: end -->"
Report = Mapping[str, Any]


def _table(header: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    head = list(header)
    lines = ["| " + " | ".join(head) + " |", "| " + " | ".join(["---"] * len(head)) + " |"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _capabilities(report: Report) -> list[tuple[str, Mapping[str, Any]]]:
    """Names and figures of the capabilities in the order of their groups."""
    found = report["capabilities"]
    return [(name, found[name]) for group in CAPABILITY_GROUPS for name in group if name in found]


def accuracy_table(report: Report) -> str:
    """Held-out error against both baselines and the share inside the 90% interval, per capability."""
    rows = []
    for name, figures in _capabilities(report):
        held = figures["held_out"]
        if held is not None:
            errors = [f"{held[key]:.3f}" for key in ("error_fit", "error_board_mean", "error_model_mean")]
            counts = [held["models"], held["boards"], held["scores"]]
            rows.append([_words(name), *counts, *errors, f"{100 * held['inside_90']:.1f}%"])
    header = ("capability", "models", "boards", "scores", "fit", "board mean", "model mean", "inside 90%")
    return _table(header, rows)


def basis_table(report: Report) -> str:
    """How many models are fitted, inferred or prior, and their median standard errors in points."""
    rows = []
    for name, figures in _capabilities(report):
        cells: list[object] = [_words(name)]
        for basis in ("fitted", "inferred", "prior"):
            count = figures[f"models_{basis}"]
            cells.append(f"{count} (±{figures['median_standard_error'][basis]:.1f})" if count else "0")
        rows.append(cells)
    return _table(("capability", "fitted", "inferred", "prior"), rows)


def effort_table(report: Report) -> str:
    """Fitted offsets of the effort classes against the reference effort."""
    classes = ("off", "low", "medium", "prompted")
    rows = []
    for name, figures in _capabilities(report):
        offsets = figures["effort_offsets"]
        if offsets:
            rows.append([_words(name), *(f"{offsets[c]:+.2f}" if c in offsets else "–" for c in classes)])
    return _table(("capability", *classes), rows)


def origin_table(report: Report) -> str:
    """The rolling validation by origin, for well-tested models, with the former fallback beside it."""
    found = report["rolling_origin"]
    rows = [_origin_row(f"{origin}", figures) for origin, figures in sorted(found["origins"].items())]
    rows.append(_origin_row("all four", found["all"]))
    rows.append(_origin_row(f"all four, from {found['tested_scores']} scores", found["all_tested"]))
    return _table(_ORIGIN_HEADER, rows)


def origin_capability_table(report: Report) -> str:
    """The rolling validation by capability, over all origins, for well-tested models."""
    found = report["rolling_origin"]["capabilities"]
    return _table(_ORIGIN_HEADER, [_origin_row(_words(name), found[name]) for name in LANGUAGE_CAPABILITIES])


_ORIGIN_HEADER: Final = ("", "models", "estimates", "bias", "error", "inside 90%", "former bias", "error", "inside 90%")


def _origin_row(name: str, figures: Mapping[str, Any]) -> list[object]:
    cells: list[object] = [name, figures["models"], figures["estimates"]]
    for method in ("fallback", "former"):
        one = figures[method]
        known = one["bias"] is not None
        cells += [f"{one['bias']:+.1f}", f"{one['rmse']:.1f}", f"{100 * one['inside_90']:.0f}%"] if known else ["–"] * 3
    return cells


def language_table(report: Report) -> str:
    """Held-out error and calibration per language."""
    rows = []
    for name, figures in sorted(report["languages"].items()):
        held, error = figures["held_out"], figures["median_standard_error"]
        if held is not None:
            errors = [f"{held[key]:.2f}" for key in ("error_fit", "error_board_mean", "error_model_mean")]
            spread = [f"±{error[basis]:.1f}" if basis in error else "–" for basis in ("fitted", "inferred")]
            rows.append([f"`{name}`", figures["models_fitted"], *errors, f"{100 * held['inside_90']:.0f}%", *spread])
    header = ("capability", "models scored", "fit", "board mean", "model mean", "inside 90%", "scored", "not scored")
    return _table(header, rows)


def reference_table(report: Report) -> str:
    """The reference models that fix the scale of each capability."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for name, figures in _capabilities(report):
        key = (tuple(figures["reference_low"]), tuple(figures["reference_high"]))
        groups.setdefault(key, []).append(_words(name))
    rows = [(", ".join(names), ", ".join(low), ", ".join(high)) for (low, high), names in groups.items()]
    return _table(("capabilities", f"{report['low_points']:.0f} points", f"{report['high_points']:.0f} points"), rows)


def generated_part(report: Report) -> str:
    """Everything between the two marks of the page."""
    bias = report["self_report"]["language"]
    lift = (
        f"Self-reported language scores: {bias['scores']}; fitted lift {bias['bias_logits']:+.3f} logits, extra spread "
        f"{bias['extra_sd_logits']:.3f} logits."
    )
    parts = [
        ("### Held-out error and calibration", accuracy_table(report)),
        ("### Reference models", reference_table(report)),
        ("### Models by basis (median standard error in points)", basis_table(report)),
        ("### Offsets of effort (standard deviations between models)", effort_table(report)),
        ("### Rolling origin (points)", origin_table(report)),
        ("### Rolling origin by capability (points)", origin_capability_table(report)),
        ("### Languages (held-out error, median standard error in points)", language_table(report)),
        ("### Self-reported scores", lift),
    ]
    return "\n\n".join(f"{title}\n\n{body}" for title, body in parts)


def renewed(page: str, report: Report) -> str:
    """The page with its generated part made anew; the text around it stays."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{generated_part(report)}\n\n{END}{after}"
