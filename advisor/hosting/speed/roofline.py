"""Speed: a roofline per step on arrays, with constants fitted on published measurements (see ``calibrate``).

One decode step reads the weights it touches and the cache of every request in flight, computes a token for each, and
passes every layer's overhead and all-reduce; the prefill of newcomers is interleaved with decoding.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from advisor.arrays import Floats, Index
from advisor.catalog.tables.schema_hosting import LoadKind
from advisor.hosting.speed.rig import Rig

CAPTURED_TOKENS = 512
"""Tokens up to which vLLM captures graphs of a step as it is delivered (its ``max_cudagraph_capture_size``)."""
CHUNK_TOKENS = 8192
"""Tokens that engines read in one step as they are delivered on GPUs of servers (vLLM, SGLang and TensorRT-LLM)."""
MOST_LOAD = 0.9
"""Share of its time that a server is busy with prompts above which a queue would have no end in the formula."""
TAIL_SHARE = 0.1
"""Share of its slots that a server still works on, on average, while the longest answers of a burst end."""

EVEN = (
    "step_s",
    "allreduce_s",
    "prefill_s",
    "start_s",
    "ttft_burst",
    "ttft_busy",
    "ttft_steps",
    "ttft_poll",
    "routing_power",
    "tail_answers",
)
"""Terms that are constants alone, most of which the fit leaves the same everywhere."""


@dataclass(frozen=True, slots=True)
class RooflineTerms:
    """What of a rig's speed no load changes: arrays of shape (n,), rates and times with the constants in them.

    Constants (``EVEN``) that are the same in all rows may have the shape (1,).
    ``bandwidth``, ``decode_flops`` and ``prefill_flops`` are of all GPUs of a replica; ``layers_s`` and ``step_s`` is
    what a step takes besides reading, computing and exchanging, ``allreduces`` how many it makes (none on one GPU).
    """

    always_bytes: Floats
    expert_bytes: Floats
    idle_share: Floats
    bandwidth_share: Floats
    kv_bandwidth_share: Floats
    bandwidth: Floats
    cache_copies: Floats
    flops_per_token: Floats
    attention_flops: Floats
    window_flops: Floats
    window: Floats
    decode_flops: Floats
    prefill_flops: Floats
    attention_rate: Floats
    layers_s: Floats
    step_s: Floats
    request_us: Floats
    allreduces: Floats
    allreduce_s: Floats
    sent_share: Floats
    expert_sends: Floats
    replicated_bytes: Floats
    gpu_count: Floats
    hidden_bytes: Floats
    link: Floats
    prefill_link: Floats
    prefill_s: Floats
    start_s: Floats
    launch_s: Floats
    state_bytes: Floats
    ttft_burst: Floats
    ttft_busy: Floats
    ttft_steps: Floats
    ttft_poll: Floats
    routing_power: Floats
    tail_answers: Floats

    def take(self, rows: Index) -> RooflineTerms:
        """Some of the rows."""
        columns = (getattr(self, name) for name in self.__slots__)
        return RooflineTerms(*(column.take(rows) if len(column) > 1 else column for column in columns))

    def narrowed(self) -> RooflineTerms:
        """The same, with a single value in place of constants that are the same in all rows."""
        even = {name: getattr(self, name) for name in EVEN}
        return replace(self, **{name: column[:1] for name, column in even.items() if (column == column[:1]).all()})


@dataclass(frozen=True, slots=True)
class Speed:
    """Arrays broadcast over (concurrencies, n): seconds to the first token and per further one, output tokens/s."""

    ttft_s: Floats
    itl_s: Floats
    output_tokens_per_s: Floats


def terms_of(rig: Rig) -> RooflineTerms:
    """The terms of every row of a rig, whose constants must be there."""
    c, n, layers = rig.constants, rig.gpu_count, rig.layers
    routed = rig.moe * (rig.experts_per_token / 8) ** c["expert_power"]
    uneven = n ** (c["uneven_power"] * rig.moe)  # the fullest GPU, or the narrowest slice, keeps the others waiting
    passed = c["passes"] * rig.hidden_size + c["expert_passes"] * rig.experts_per_token * rig.expert_width
    return RooflineTerms(
        always_bytes=rig.always_bytes,
        expert_bytes=rig.expert_bytes * uneven,
        idle_share=1.0 - np.minimum(rig.experts_per_token / rig.experts, 1.0),
        bandwidth_share=c["bandwidth_share"],
        kv_bandwidth_share=c["kv_bandwidth_share"],
        bandwidth=n * rig.bandwidth,
        cache_copies=rig.cache_copies,
        flops_per_token=rig.flops_per_token,
        attention_flops=rig.attention_flops,
        window_flops=rig.window_flops,
        window=rig.window,
        decode_flops=n * rig.flops * c["decode_flops_share"] / uneven,
        prefill_flops=n * rig.flops * c["prefill_flops_share"],
        attention_rate=n * rig.wide_flops * c["attention_flops_share"],
        layers_s=layers * _layer_us(rig, routed) * 1e-6,
        step_s=c["step_ms"] * 1e-3,
        request_us=c["request_us"] + c["expert_request_us"] * routed,
        allreduces=np.where(n > 1, 2.0 * layers, 0.0),
        allreduce_s=c["allreduce_us"] * 1e-6,
        sent_share=2.0 * (n - 1.0) / n,
        expert_sends=0.75 * (n - 1.0) / n * (1.0 - (1.0 - 1.0 / n) ** rig.experts_per_token),
        replicated_bytes=rig.always_bytes * (n - 1.0),
        gpu_count=n,
        hidden_bytes=rig.hidden_size * 2,
        link=rig.link * c["link_share"],
        prefill_link=rig.link * c["prefill_link_share"],
        prefill_s=c["prefill_ms"] * 1e-3,
        start_s=c["ttft_ms"] * 1e-3,
        launch_s=layers * _launch_ms(rig) * 1e-3,
        state_bytes=layers * 2 * passed,
        **{name: c[name] for name in EVEN if name in c},
    )


def _layer_us(rig: Rig, routed: Floats) -> Floats:
    """Microseconds that a layer takes in every step, whatever it reads: wider ones more, and those that route."""
    c = rig.constants
    plain = c["layer_us"] * (rig.hidden_size / 4096) ** c["layer_width_power"] + c["expert_layer_us"] * routed
    return np.asarray(plain + c["latent_layer_us"] * rig.latent + c["hybrid_layer_us"] * rig.hybrid)


def _launch_ms(rig: Rig) -> Floats:
    """Milliseconds that starting a layer takes when a prompt is read."""
    c = rig.constants
    plain = c["launch_ms"] + c["launch_expert_ms"] * rig.moe
    return np.asarray(plain + c["launch_latent_ms"] * rig.latent + c["launch_hybrid_ms"] * rig.hybrid)


@dataclass(frozen=True, slots=True)
class _Work:
    """Seconds of one decode step of a batch, of reading one prompt among others, and of reading one by itself."""

    step: Floats
    prompt: Floats
    alone: Floats


def serve(
    terms: RooflineTerms,
    concurrency: Floats,
    *,
    input_tokens: Floats,
    output_tokens: Floats,
    cache_bytes: Floats,
    poll_steps: Floats | float = 1.0,
    first_wave: Floats | float = 1.0,
) -> Speed:
    """Steady-state speed at a concurrency of shape (n,) or (concurrencies, n); the rest broadcasts against (n,).

    ``cache_bytes`` is one request's cache at the middle of its answer. While one request is in flight, the engine makes
    its ``output`` steps and reads its own prompt and those of the ``concurrency - 1`` others once each: work is
    conserved, so that throughput = concurrency x output / that time. Its own prompt delays its first token and none of
    its gaps. ITL is what is left per gap.

    TTFT = network and tokenising + steps until the engine looks at its queue (every ``poll_steps``) and the token is
    out + own prompt + prompts of others that are waited for: in the first wave (counted ``first_wave`` times: a median
    knows none), and in the queue of a server that is busy with prompts (M/D/1: load / (1 - load) / 2).
    """
    work = _work(terms, concurrency, input_tokens=input_tokens, cache_bytes=cache_bytes, spread=True)
    output = np.maximum(output_tokens, 1)
    own = _alone(terms, work.alone, input_tokens)
    start = terms.start_s + terms.ttft_poll * (poll_steps - 1.0) * work.step
    whole = start + own - work.prompt + concurrency * work.prompt + output * work.step
    load = np.minimum(concurrency * work.prompt / whole, MOST_LOAD)
    waits = first_wave * terms.ttft_burst * (concurrency - 1.0) + terms.ttft_busy * load / (1.0 - load)
    ttft = start + terms.ttft_steps * work.step + own + waits * work.alone
    total = np.maximum(whole, ttft + (output - 1) * work.step)
    itl = (total - ttft) / np.maximum(output - 1, 1)
    return Speed(ttft, np.asarray(np.maximum(itl, work.step)), np.asarray(concurrency * output / total))


def _alone(terms: RooflineTerms, prompt: Floats, input_tokens: Floats) -> Floats:
    """Seconds of a prompt read by itself: computing, reading the weights and starting kernels run side by side.

    The longest counts (the root of the squares: none is the longest in every layer). The tokens of a prompt choose
    nearly all experts, which a small batch of answers does not read. Up to ``CAPTURED_TOKENS`` engines replay captured
    graphs and start nothing one by one.
    """
    tokens = np.broadcast_to(input_tokens, terms.expert_bytes.shape)
    read = _weights_read(terms, tokens) / terms.bandwidth
    launched = terms.launch_s * tokens / (tokens + CAPTURED_TOKENS)
    return np.asarray(np.sqrt(prompt**2 + read**2 + launched**2))


def serve_load(
    terms: RooflineTerms,
    load_kind: LoadKind,
    *,
    running: Floats,
    sent: Floats,
    poll_steps: Floats | float = 1.0,
    first_wave: Floats | float = 1.0,
    **load: Floats,
) -> Speed:
    """``serve`` or ``serve_burst`` by the kind of load: ``running`` requests at a time, of ``sent`` at once."""
    if load_kind == "steady":
        return serve(terms, running, poll_steps=poll_steps, first_wave=first_wave, **load)
    return serve_burst(terms, running, sent, spread=load_kind == "draining", **load)


def serve_burst(
    terms: RooflineTerms,
    slots: Floats,
    sent: Floats,
    *,
    input_tokens: Floats,
    output_tokens: Floats,
    cache_bytes: Floats,
    spread: bool,
) -> Speed:
    """Speed while ``sent`` requests that came at once are worked off, at most ``slots`` at a time; shapes as ``serve``.

    The first ``slots`` prompts are read before anything is generated and hide behind nothing; the others are read
    between the steps of those before them. The longest answers end with few in flight (``tail_answers`` further ones).
    """
    batched = np.minimum(input_tokens / CHUNK_TOKENS, 1.0) if spread else 1.0  # a server takes requests one by one
    work = _work(terms, slots, input_tokens=input_tokens, cache_bytes=cache_bytes, spread=spread, batched=batched)
    output = np.maximum(output_tokens, 1)
    waves = np.maximum(sent / slots, 1.0)
    later = np.maximum(sent - slots, 0.0)
    steps = waves * output
    decoding = steps * work.step + later * work.prompt
    start = terms.start_s + _alone(terms, work.alone, input_tokens) - work.prompt
    ttft = start + work.step + 0.5 * slots * work.prompt + 0.5 * (waves - 1) / waves * decoding
    few = np.maximum(TAIL_SHARE * slots, 1.0)
    last = _work(terms, few, input_tokens=input_tokens, cache_bytes=cache_bytes, spread=spread).step
    whole = start + slots * work.prompt + decoding + terms.tail_answers * output * last
    return Speed(np.asarray(ttft), np.asarray(decoding / steps), np.asarray(np.maximum(sent, slots) * output / whole))


def _work(
    terms: RooflineTerms,
    batch: Floats,
    *,
    input_tokens: Floats,
    cache_bytes: Floats,
    spread: bool,
    batched: Floats | float = 1.0,
) -> _Work:
    """What a step of ``batch`` requests and a prompt of ``input_tokens`` take.

    ``spread``: experts stand apart and every GPU attends to requests of its own where that is quicker than splitting
    every layer (attention weights are then on every GPU, the cache on one, and tokens travel to their experts).
    ``batched`` is the share of a prefill step that a prompt is, where enough of them wait to fill it.
    """
    seen = np.minimum(input_tokens, terms.window)
    attention = terms.attention_flops * input_tokens**2 + terms.window_flops * seen * (input_tokens - seen / 2)
    computed = terms.flops_per_token * input_tokens / terms.prefill_flops + attention / terms.attention_rate
    states = terms.state_bytes * input_tokens * terms.gpu_count / terms.bandwidth
    split = states + _allreduce(terms, input_tokens, terms.prefill_link)
    shared = split
    if spread:
        dealt = states / terms.gpu_count + _alltoall(terms, input_tokens, terms.prefill_link)
        shared = np.where(terms.expert_bytes > 0, np.minimum(split, dealt), split)
    compute = batch * terms.flops_per_token / terms.decode_flops
    requests = batch * terms.request_us * 1e-6
    cache = batch * cache_bytes / terms.kv_bandwidth_share
    weights = _weights_read(terms, batch)
    step = (weights + cache * terms.cache_copies) / terms.bandwidth + _allreduce(terms, batch, terms.link) + requests
    apart = np.flatnonzero(terms.expert_bytes * terms.allreduces) if spread else ()
    if len(apart):
        everywhere = terms.replicated_bytes / terms.bandwidth_share
        own = (weights + everywhere + cache) / terms.bandwidth + _alltoall(terms, batch, terms.link)
        step = np.array(np.broadcast_to(step, own.shape))
        step[..., apart] = np.minimum(step, own + requests / terms.gpu_count)[..., apart]
    return _Work(
        step=np.asarray(step + compute + terms.layers_s + terms.step_s),
        prompt=np.asarray(computed + shared + terms.prefill_s * batched),
        alone=np.asarray(computed + split + terms.prefill_s),
    )


def _alltoall(terms: RooflineTerms, tokens: Floats, link: Floats) -> Floats:
    """Seconds of sending every token to the GPUs of its experts and back, per layer; none on one GPU."""
    return np.asarray(terms.allreduces * (terms.allreduce_s + terms.expert_sends * tokens * terms.hidden_bytes / link))


def _weights_read(terms: RooflineTerms, batch: Floats) -> Floats:
    """Bytes of weights that a step reads, over the share of the bandwidth; experts that no request chose stay unread.

    Every token chooses its own, so that more requests read more of them; favourites make it fewer (``routing_power``).
    """
    experts = np.flatnonzero(terms.expert_bytes)
    read = np.empty(batch.shape)
    read[...] = terms.always_bytes / terms.bandwidth_share
    touched = 1.0 - terms.idle_share[experts] ** (batch.take(experts, axis=-1) ** terms.routing_power[:1])
    bytes_read = terms.always_bytes[experts] + terms.expert_bytes[experts] * touched
    read[..., experts] = bytes_read / terms.bandwidth_share[experts]
    return read


def _allreduce(terms: RooflineTerms, tokens: Floats, link: Floats) -> Floats:
    """Seconds of the two all-reduces per layer over the GPUs of a replica; none on one GPU."""
    return np.asarray(terms.allreduces * (terms.allreduce_s + terms.sent_share * tokens * terms.hidden_bytes / link))
