"""Statistics of an evaluation: intervals of means, paired tests, and how many prompts are needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from advisor.arrays import Z_95
from advisor.trials.measures.votes import wilson

RESAMPLES: Final = 10_000
SMALLEST_SAMPLE: Final = 2
SIGNIFICANT_SIGNS: Final = 6
"""Of five prompts all in favour of one, 2 in 32 patterns of signs are as extreme: more than 5%."""


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean score with its standard error (never 0) and 95% interval over ``count`` prompts."""

    count: int
    mean: float
    standard_error: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PairedTest:
    """First minus second over the prompts both answered: mean difference, 95% interval, p-value and the method."""

    first: str
    second: str
    count: int
    difference: float
    low: float
    high: float
    p_value: float
    method: str
    p_adjusted: float = 1.0


def mean_of(scores: Sequence[float], *, binary: bool, seed: int = 0) -> Mean | None:
    """The mean of scores; Wilson's interval for right-or-wrong metrics, else the percentile bootstrap.

    The standard error adds two right and two wrong answers (Agresti and Coull, 1998): "all right" is not certain.
    """
    values = np.asarray(scores, dtype=float)
    count = values.size
    if not count:
        return None
    mean = float(values.mean())
    if binary:
        low, high = wilson(float(values.sum()), count)
    elif count < SMALLEST_SAMPLE:
        low, high = 0.0, 1.0
    else:
        low, high = _percentiles(values, seed)
    padded = np.concatenate([values, [0.0, 0.0, 1.0, 1.0]])
    error = float(padded.std(ddof=0) / math.sqrt(padded.size))
    return Mean(count, mean, max(error, 1e-6), min(low, mean), max(high, mean))


def mean_of_repeated(by_prompt: Sequence[Sequence[float]], *, binary: bool, seed: int = 0) -> Mean | None:
    """The mean over prompts of their repeats' means; the repeats of a prompt are a cluster, not so many prompts.

    Right-or-wrong scores have Wilson's interval at the effective number of answers, which the spread between prompts
    gives (Franco, Little, Louis and Slud, "Comparative study of confidence intervals for proportions in complex sample
    surveys", 2019): never fewer than the prompts, never more than the answers. Others are resampled by prompt.
    """
    known = [scores for scores in by_prompt if scores]
    values = np.array([float(np.mean(scores)) for scores in known])
    answers = sum(map(len, known))
    if not binary or answers == len(known):
        return mean_of(list(values), binary=binary, seed=seed)
    mean = float(values.mean())
    between = float(values.var(ddof=1)) / values.size if values.size >= SMALLEST_SAMPLE else 0.0
    if between:
        effective = min(float(answers), max(float(values.size), mean * (1 - mean) / between))
    else:  # prompts that are alike although their answers differ; all right or all wrong says nothing of either
        effective = float(answers if 0 < mean < 1 and values.size >= SMALLEST_SAMPLE else values.size)
    low, high = wilson(mean * effective, effective)
    padded = (mean * effective + 2) / (effective + 4)  # two right and two wrong, as above
    error = math.sqrt(padded * (1 - padded) / (effective + 4))
    return Mean(values.size, mean, max(error, 1e-6), min(low, mean), max(high, mean))


def spread_within(by_prompt: Sequence[Sequence[float]]) -> float | None:
    """The standard deviation of the scores of one prompt's repeats, over all prompts; None where none was repeated."""
    spreads = [float(np.var(scores, ddof=1)) for scores in by_prompt if len(scores) >= SMALLEST_SAMPLE]
    return math.sqrt(float(np.mean(spreads))) if spreads else None


def _percentiles(values: NDArray[np.float64], seed: int) -> tuple[float, float]:
    """The middle 95% of the means of resamples.

    How often each value comes in a resample is multinomial; drawing that at once is the same and a hundred times
    quicker where scores take few values.
    """
    kinds, counts = np.unique(values, return_counts=True)
    draws = np.random.default_rng(seed).multinomial(values.size, counts / values.size, size=RESAMPLES)
    low, high = np.quantile(draws @ kinds / values.size, (0.025, 0.975))
    return float(low), float(high)


def paired(
    first: Sequence[float], second: Sequence[float], *, names: tuple[str, str], binary: bool, seed: int = 0
) -> PairedTest | None:
    """Compare two models on the same prompts: McNemar's exact test, or a sign-flip test for graded scores.

    The interval is the percentile bootstrap of the mean difference, never narrower than what the test can tell: for
    right-or-wrong scores the exact limits (Clopper and Pearson, 1934) of the share of disagreements won, times how
    often the two disagree; for graded ones everything is possible below six prompts, where no pattern of signs is
    significant. None below two prompts.
    """
    gaps = np.asarray(first, dtype=float) - np.asarray(second, dtype=float)
    if gaps.size < SMALLEST_SAMPLE:
        return None
    low, high = _percentiles(gaps, seed)
    least, most = _won(gaps) if binary else ((-1.0, 1.0) if gaps.size < SIGNIFICANT_SIGNS else (low, high))
    low, high = min(low, least), max(high, most)
    if binary:
        wins, losses = int((gaps > 0).sum()), int((gaps < 0).sum())
        p_value = float(stats.binomtest(wins, wins + losses).pvalue) if wins + losses else 1.0
        method = "McNemar, exact"
    else:
        p_value, method = _sign_flip(gaps, seed), "paired permutation"
    return PairedTest(names[0], names[1], gaps.size, float(gaps.mean()), low, high, p_value, method)


def _won(gaps: NDArray[np.float64]) -> tuple[float, float]:
    """95% limits of the mean of gaps -1, 0 and 1, given how many are 0."""
    wins, apart = int((gaps > 0).sum()), int(np.count_nonzero(gaps))
    if not apart:
        most = wilson(0, gaps.size)[1]
        return -most, most
    share = stats.binomtest(wins, apart).proportion_ci(0.95, method="exact")
    return (2 * share.low - 1) * apart / gaps.size, (2 * share.high - 1) * apart / gaps.size


def _sign_flip(gaps: NDArray[np.float64], seed: int) -> float:
    """Two-sided p-value under all signs, or random ones where these are too many; never 0 (Phipson and Smyth, 2010)."""
    if not gaps.any():
        return 1.0
    flipped = stats.permutation_test(
        (gaps,), np.mean, permutation_type="samples", vectorized=True, n_resamples=RESAMPLES, rng=seed
    )
    return float(flipped.pvalue)


def holm(tests: Sequence[PairedTest]) -> tuple[PairedTest, ...]:
    """The tests with p-values adjusted for their number (Holm, 1979), in the order given."""
    order = sorted(range(len(tests)), key=lambda index: tests[index].p_value)
    adjusted = [1.0] * len(tests)
    highest = 0.0
    for place, index in enumerate(order):
        highest = max(highest, min(1.0, tests[index].p_value * (len(tests) - place)))
        adjusted[index] = highest
    return tuple(
        PairedTest(
            one.first,
            one.second,
            one.count,
            one.difference,
            one.low,
            one.high,
            one.p_value,
            one.method,
            adjusted[index],
        )
        for index, one in enumerate(tests)
    )


@dataclass(frozen=True, slots=True)
class SampleDesign:
    """So many prompts, each repeated so often, would show a difference; ``calls`` is for one model."""

    prompts: int
    repeats: int

    @property
    def calls(self) -> int:
        """Calls of each model."""
        return self.prompts * self.repeats


def designs(
    gap: float, *, between: float, within: float, repeats: Sequence[int] = (1, 2, 3, 5), power: float = 0.8
) -> tuple[SampleDesign, ...]:
    """What would show a true difference ``gap`` between two models with this power at 5%, for each number of repeats.

    ``between`` is the standard deviation, over prompts, of the difference that a prompt makes in the long run;
    ``within`` that of a score when one model answers one prompt again. A difference of means of r repeats has variance
    between^2 + 2 within^2 / r (the two-stage sampling of Cochran, "Sampling Techniques", 1977, chapter 10).
    """
    if gap <= 0:
        raise ValueError(f"gap must be above 0, not {gap}")
    needed = (Z_95 + float(stats.norm.ppf(power))) ** 2 / gap**2
    return tuple(
        SampleDesign(max(SIGNIFICANT_SIGNS, math.ceil(needed * (between**2 + 2 * within**2 / number))), number)
        for number in repeats
    )


def prompts_for_width(half_width: float, *, deviation: float = 0.5) -> int:
    """Prompts needed so that a mean's 95% interval reaches at most ``half_width`` to either side.

    ``deviation`` is the standard deviation of one score; 0.5 is the worst case of a right-or-wrong metric.
    """
    if not 0 < half_width < 1:
        raise ValueError(f"half_width must be between 0 and 1, not {half_width}")
    return math.ceil((Z_95 * deviation / half_width) ** 2)
