"""From catalog rows to the arrays of the stitching model: link scale, board families, effort classes, covariates."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.capability.arrays import Scores
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Benchmark, Board, Model
from advisor.catalog.tables.schema_facts import NEIGHBOURS

LANGUAGE_CAPABILITIES: Final = (
    "general",
    "reasoning",
    "code",
    "tool_use",
    "long_context",
    "multilingual",
    "instruction_following",
    "factuality",
)
CAPABILITY_GROUPS: Final[tuple[tuple[str, ...], ...]] = (LANGUAGE_CAPABILITIES, ("embedding",), ("speech",), ("image",))
KINDS_OF_GROUP: Final[dict[str, frozenset[str]]] = {
    "general": LANGUAGE_KINDS,
    "embedding": frozenset({"embedding"}),  # no public board of these ranks rerankers: they stay unknown
    "speech": frozenset({"speech_to_text"}),
    "image": frozenset({"image"}),
}
EFFORT_CLASSES: Final = ("reference", "off", "low", "medium", "prompted")
ELO_PER_LOGIT: Final = 400 / math.log(10)  # the definition of the Elo scale: 400 points are odds of ten to one
FEWEST_MODELS_PER_BOARD: Final = 4  # below this a board's difficulty and slope cannot be told from its models
EXAM_ITEMS: Final = (
    200  # items behind a language score without stated error: GPQA Diamond has 198, AIME 30, MMLU 14,042
)
CORPUS_ITEMS: Final = 5000  # words, queries or pairs behind a score on a whole corpus (word error rate, retrieval)
CLIP: Final = 0.005  # shares are kept this far from 0 and 1: no benchmark here has more than a few hundred items
MOST_GENERATIONS: Final = 6
REFERENCE_DAY: Final = date(2025, 1, 1)
SMALL_WORDS: Final = frozenset(
    [
        "mini",
        "nano",
        "micro",
        "lite",
        "light",
        "small",
        "tiny",
        "flash",
        "fast",
        "haiku",
        "air",
        "turbo",
        "instant",
        "luna",
    ]
)
_FAMILY_BY_PREFIX: Final = (
    ("mteb-eng", "mteb-english"),
    ("beir", "mteb-english"),  # most BEIR tasks are tasks of MTEB English
    ("mteb-multilingual", "mteb-multilingual"),
    ("mteb-europe", "mteb-multilingual"),
    ("mteb-fra", "mteb-multilingual"),
    ("mteb-deu", "mteb-multilingual"),
    ("math-level-5", "math"),  # the hardest fifth of MATH
    ("mmlu-redux", "mmlu"),  # corrected questions of MMLU
    ("mmmlu", "mmlu"),  # MMLU translated
    ("global-mmlu", "mmlu"),
    ("mmlu-prox", "mmlu-pro"),  # MMLU-Pro translated
    ("arena-webdev", "arena-code"),  # one arena, renamed
    ("terminal-bench-2", "terminal-bench-2"),  # 2.1 corrects tasks of 2.0
    ("tau2", "tau2"),
    ("bfcl", "bfcl"),
    ("mrcr", "mrcr"),
    ("graphwalks", "graphwalks"),
    ("simpleqa", "simpleqa"),  # SimpleQA Verified is a part of SimpleQA
    ("wmt24pp", "wmt24pp"),
    ("arena-text-to-image", "arena-text-to-image"),
    ("arena-image-edit", "arena-image-edit"),
)
_OFF = frozenset({"no-thinking", "minimal", "none"})
_SMALL_BUDGET = re.compile(r"^thinking-[1-4]k$")


def family_of(board_id: str) -> str:
    """The family of a board: its id up to the first dot (releases and categories of one board are relatives).

    Boards that share their questions are relatives under any name; these are looked up by prefix.
    """
    for prefix, family in _FAMILY_BY_PREFIX:
        if board_id.startswith(prefix):
            return family
    return board_id.split(".", 1)[0]


def effort_class(variant: str | None) -> str:
    """The effort class of a variant: what an architect gets by default or at high effort is the ``reference``."""
    words = set((variant or "").split("+"))
    if "prompt" in words:
        return "prompted"
    if words & _OFF:
        return "off"
    if "low" in words or any(_SMALL_BUDGET.match(word) for word in words):
        return "low"
    return "medium" if "medium" in words else "reference"


def to_link(score: float, board: Board) -> float:
    """A raw score on the link scale: rating in logits, or logit of the share between floor and ceiling."""
    if board.unit == "elo":
        return (score - 1200.0) / ELO_PER_LOGIT
    share = min(max(share_of(score, board), CLIP), 1 - CLIP)
    return math.log(share / (1 - share))


def from_link(value: float, board: Board) -> float:
    """The raw score that lies at ``value`` on the link scale."""
    if board.unit == "elo":
        return 1200.0 + value * ELO_PER_LOGIT
    low, high = bounds(board)
    return low + (high - low) / (1 + math.exp(-value))


def share_of(score: float, board: Board) -> float:
    """Where a score lies between the board's floor (0) and ceiling (1)."""
    low, high = bounds(board)
    return (score - low) / (high - low)


def bounds(board: Board) -> tuple[float, float]:
    """Floor and ceiling; where a board states none, the ends of its unit in the board's direction."""
    top = 1.0 if board.unit == "share" else 100.0
    worst, best = (0.0, top) if board.direction == "max" else (top, 0.0)
    return (worst if board.floor is None else board.floor, best if board.ceiling is None else board.ceiling)


def told_of(board: Board) -> str:
    """The estimated capability that a board tells of: its own, or that beside which its own ability stands."""
    return NEIGHBOURS.get(board.capability, board.capability)


def _sampling_variance(row: Benchmark, board: Board) -> float:
    if board.unit == "elo":
        return (0.0 if row.standard_error is None else row.standard_error / ELO_PER_LOGIT) ** 2
    share = min(max(share_of(row.score, board), CLIP), 1 - CLIP)
    slope = share * (1 - share)
    if row.standard_error is not None:
        low, high = bounds(board)
        return (row.standard_error / abs(high - low) / slope) ** 2
    items = CORPUS_ITEMS if told_of(board) in KINDS_OF_GROUP and board.capability != "general" else EXAM_ITEMS
    return 1 / (items * slope)


@dataclass(frozen=True)
class ScoreObservations:
    """One group of capabilities as arrays, with the names behind the numbers.

    ``raw`` are the scores as the boards print them, ``cell`` numbers the (model, board family) cells for holding out.
    ``measured`` is 1 for a score on a board of the capability itself, 0 for one of a neighbouring ability.
    """

    capabilities: tuple[str, ...]
    model_ids: tuple[str, ...]
    boards: tuple[Board, ...]
    families: tuple[str, ...]
    scores: Scores
    raw: Floats
    measured: Floats
    family: np.typing.NDArray[np.int64]
    cell: np.typing.NDArray[np.int64]


def years_from_reference(models: Sequence[Model]) -> dict[str, float]:
    """Release dates in years from 2025-01-01.

    A model without a date follows its predecessor, or precedes its successor, by the usual gap; without dated relatives
    it takes the middle of the dated models, its successors the usual gap more.
    """
    years = {m.model_id: (m.release_date - REFERENCE_DAY).days / 365.25 for m in models if m.release_date}
    links = {(m.predecessor_id, m.model_id) for m in models if m.predecessor_id}
    links |= {(m.model_id, m.successor_id) for m in models if m.successor_id}
    pairs = sorted((str(parent), child) for parent, child in links)
    gaps = [years[child] - years[parent] for parent, child in pairs if parent in years and child in years]
    usual = float(np.median(sorted(gaps))) if gaps else 0.0
    middle = float(np.median(sorted(years.values()))) if years else 0.0
    changed = True
    while changed:
        forward = {child: years[parent] + usual for parent, child in pairs if parent in years and child not in years}
        backward = {parent: years[child] - usual for parent, child in pairs if child in years and parent not in years}
        years = {**backward, **forward, **years}
        changed = bool(forward or backward)
    undated = {m.model_id for m in models} - years.keys()
    generation = dict.fromkeys(undated, 0)
    for _ in range(MOST_GENERATIONS):  # a line of which no model is dated: each follows its predecessor all the same
        generation |= {child: generation[parent] + 1 for parent, child in pairs if {parent, child} <= undated}
    return years | {name: middle + usual * step for name, step in generation.items()}


def _size(model: Model) -> tuple[float, float, float]:
    """Powers of ten of the published size above 10^11 parameters; is it published; is it named a small sibling."""
    total = model.total_params_b
    words = set(re.split(r"[-.\d]+", model.model_id.split("/", 1)[1]))
    small = float(bool(words & SMALL_WORDS))
    return (0.0, 0.0, small) if total is None else (math.log10(total) - 2.0, 1.0, small)


def _covariates(model: Model, years: Mapping[str, float], *, single: bool) -> tuple[float, ...]:
    """Release date and size for language models; a group of one capability has too few models to learn from these."""
    return () if single else (years[model.model_id], *_size(model))


def _one_per_variant(rows: Iterable[Benchmark]) -> list[Benchmark]:
    """One row per model, board and variant: independent before self-reported, then the first by source."""
    best: dict[tuple[str, str, str], Benchmark] = {}
    for row in sorted(rows, key=lambda r: (r.model_id, r.board_id, r.variant or "", r.self_reported, r.source)):
        best.setdefault((row.model_id, row.board_id, row.variant or ""), row)
    return list(best.values())


def assemble(
    capabilities: tuple[str, ...], models: Sequence[Model], boards: Iterable[Board], rows: Iterable[Benchmark]
) -> ScoreObservations | None:
    """The arrays of one group of capabilities, or None where no board with enough models exists."""
    kinds = KINDS_OF_GROUP.get(capabilities[0], LANGUAGE_KINDS)
    members = sorted((m for m in models if m.kind in kinds), key=lambda m: m.model_id)
    known = {m.model_id for m in members}
    by_id = {b.board_id: b for b in boards if told_of(b) in capabilities}
    kept = [r for r in _one_per_variant(rows) if r.board_id in by_id and r.model_id in known]
    carried: dict[str, set[str]] = {}
    for row in kept:
        carried.setdefault(row.board_id, set()).add(row.model_id)
    used = sorted(b for b, owners in carried.items() if len(owners) >= FEWEST_MODELS_PER_BOARD)
    kept = [r for r in kept if r.board_id in set(used)]
    if not kept:
        return None
    return _arrays(capabilities, members, [by_id[b] for b in used], kept)


def _repeats(rows: Sequence[Benchmark], boards: Sequence[Board], board: np.typing.NDArray[np.int64]) -> Floats:
    """How often each measurement is printed: equal scores of one model and variant in one family and capability."""
    keys = [
        (r.model_id, r.variant, family_of(r.board_id), boards[b].capability, r.score)
        for r, b in zip(rows, board, strict=True)
    ]
    count = Counter(keys)
    return np.array([float(count[key]) for key in keys])


def _arrays(
    capabilities: tuple[str, ...], members: Sequence[Model], boards: Sequence[Board], rows: Sequence[Benchmark]
) -> ScoreObservations:
    model_of = {m.model_id: i for i, m in enumerate(members)}
    board_of = {b.board_id: i for i, b in enumerate(boards)}
    families = sorted({family_of(b.board_id) for b in boards})
    model = np.array([model_of[r.model_id] for r in rows], dtype=np.int64)
    board = np.array([board_of[r.board_id] for r in rows], dtype=np.int64)
    capability_of_board = np.array([capabilities.index(told_of(b)) for b in boards], dtype=np.int64)
    family = np.array([families.index(family_of(b.board_id)) for b in boards], dtype=np.int64)[board]
    cell = model * len(families) + family
    capability = capability_of_board[board]
    group = np.unique(cell * len(capabilities) + capability, return_inverse=True)[1].astype(np.int64)
    years = years_from_reference(members)
    scores = Scores(
        y=np.array([to_link(r.score, boards[b]) for r, b in zip(rows, board, strict=True)]),
        sampling_variance=np.array([_sampling_variance(r, boards[b]) for r, b in zip(rows, board, strict=True)]),
        model=model,
        capability=capability,
        board=board,
        group=group,
        effort=np.array([EFFORT_CLASSES.index(effort_class(r.variant)) for r in rows], dtype=np.int64),
        self_reported=np.array([float(r.self_reported) for r in rows]),
        repeats=_repeats(rows, boards, board),
        covariates=np.array([_covariates(m, years, single=len(capabilities) == 1) for m in members]),
        board_capability=capability_of_board,
        board_class=np.array([int(b.unit == "elo") for b in boards], dtype=np.int64),
        capabilities=len(capabilities),
        boards=len(boards),
        efforts=len(EFFORT_CLASSES),
    )
    return ScoreObservations(
        capabilities=capabilities,
        model_ids=tuple(m.model_id for m in members),
        boards=tuple(boards),
        families=tuple(families),
        scores=scores,
        raw=np.array([r.score for r in rows]),
        measured=np.array([float(b.capability in capabilities) for b in boards])[board],
        family=family,
        cell=cell,
    )
