"""Timings of one run by the stated definitions, worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisor.trials.measures.timing import MAX_ARRIVALS, Timeline, Waits, measured, spread, waits_of
from advisor.trials.records import Measurement, Message, Run, TokenCounts, TrialRequest


def timeline(*times: float, started: float = 100.0) -> Timeline:
    """A timeline with a piece of four characters at each time."""
    found = Timeline(started=started)
    for time in times:
        found.arrive(time, 4, reasoning=False)
    return found


def test_the_definitions_by_hand() -> None:
    """TTFT 0.5 s; ITL (2.5 - 0.5)/(5 - 1) = 500 ms; 5 tokens in 3 s end to end."""
    found = measured(
        timeline(100.5, 101.0, 101.5, 102.0, 102.5), ended=103.0, tokens=TokenCounts(output_tokens=5), connect_s=0.1
    )
    assert found.ttft_s == pytest.approx(0.5)
    assert found.itl_ms == pytest.approx(500)
    assert found.itl_p95_ms == pytest.approx(500)
    assert found.total_s == pytest.approx(3.0)
    assert found.output_tokens_per_s == pytest.approx(5 / 3)
    assert found.connect_s == 0.1


def test_several_tokens_in_one_piece_shorten_the_gap() -> None:
    """The mean gap counts tokens, not pieces."""
    found = measured(timeline(100.5, 102.5), ended=103.0, tokens=TokenCounts(output_tokens=9), connect_s=None)
    assert found.itl_ms == pytest.approx(250)


def test_hidden_reasoning_tokens_do_not_shorten_the_gap() -> None:
    """Tokens that were thought but never shown are not between the first and the last piece."""
    counts = TokenCounts(output_tokens=105, reasoning_tokens=100)
    found = measured(timeline(110.0, 110.5, 111.0, 111.5, 112.0), ended=112.0, tokens=counts, connect_s=None)
    assert found.itl_ms == pytest.approx(500)


def test_shown_reasoning_starts_the_clock_of_the_first_token() -> None:
    """TTFT ends with the first thought, the answer's start with the first word of the answer."""
    found = Timeline(started=0.0)
    found.arrive(1.0, 4, reasoning=True)
    found.arrive(3.0, 4, reasoning=False)
    result = measured(found, ended=3.0, tokens=TokenCounts(output_tokens=2), connect_s=None)
    assert (result.ttft_s, result.answer_start_s) == (1.0, 3.0)


def test_what_cannot_be_measured_is_none() -> None:
    """Nothing arrived, or everything at once: no invented gap."""
    nothing = measured(Timeline(started=0.0), ended=1.0, tokens=TokenCounts(), connect_s=None)
    assert (nothing.ttft_s, nothing.itl_ms, nothing.itl_p95_ms, nothing.output_tokens_per_s) == (None,) * 4
    whole = timeline(101.0)
    whole.streamed = False
    assert measured(whole, ended=101.0, tokens=TokenCounts(output_tokens=50), connect_s=None).itl_ms is None


def test_a_long_stream_is_thinned_for_the_plot_only() -> None:
    """A million pieces stay bounded in memory, and the last point is the last arrival."""
    found = Timeline(started=0.0)
    for number in range(MAX_ARRIVALS + 100):
        found.arrive(number * 0.001, 1, reasoning=False)
    result = measured(found, ended=999.0, tokens=TokenCounts(output_tokens=10), connect_s=None)
    assert len(found.times) == MAX_ARRIVALS
    assert len(result.arrivals) == 200
    assert found.last == pytest.approx((MAX_ARRIVALS + 99) * 0.001)


def test_the_spread_leaves_out_what_is_unknown() -> None:
    """Median, range and sample deviation of the known values."""
    found = spread([1.0, None, 3.0, 2.0])
    assert found is not None
    assert (found.count, found.median, found.low, found.high, found.deviation) == (3, 2.0, 1.0, 3.0, 1.0)
    assert spread([None]) is None


def test_an_answer_in_one_piece_measures_no_wait() -> None:
    """Its first token is its last; nor does a run that broke off count."""
    streamed = Measurement(total_s=2.0, ttft_s=0.2, itl_ms=20.0)
    runs = [
        _run(streamed),
        _run(streamed.model_copy(update={"ttft_s": 0.4, "itl_ms": None})),
        _run(Measurement(total_s=9.0, ttft_s=9.0, streamed=False)),
        _run(streamed.model_copy(update={"ttft_s": 5.0}), partial=True),
    ]
    assert waits_of(runs) == Waits(pytest.approx(300), 20.0, 2)
    assert waits_of([]) == Waits(None, None, 0)


def _run(measurement: Measurement, *, partial: bool = False) -> Run:
    return Run(
        run_id="r",
        group_id="g",
        started_at=datetime(2026, 11, 21, tzinfo=UTC),
        connection="c",
        flavour="openai_chat",
        model="m",
        hosting="provider_api",
        request=TrialRequest(messages=(Message(role="user", text="hello"),)),
        measurement=measurement,
        partial=partial,
    )
