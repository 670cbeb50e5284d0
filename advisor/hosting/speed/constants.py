"""Constants of the speed model: base values and factors by GPU class, architecture, precision and engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.catalog.tables.schema import Gpu
from advisor.catalog.tables.schema_hosting import SpeedConstant
from advisor.hosting.gpu_classes import SOLDERED_LINK_GB_S
from advisor.hosting.memory.shapes import ServingShape

BASE: Mapping[str, tuple[float, str]] = {
    "bandwidth_share": (0.8, "share"),  # of peak bandwidth when reading weights
    "kv_bandwidth_share": (0.8, "share"),  # of peak bandwidth when reading the cache
    "decode_flops_share": (0.6, "share"),  # of peak FLOPS in decoding
    "prefill_flops_share": (0.5, "share"),  # of peak FLOPS in prefill
    "attention_flops_share": (0.4, "share"),  # of peak 16-bit FLOPS in the attention of a prefill
    "passes": (15.0, "times"),  # that a prefill reads or writes every token's state in a layer, on every GPU
    "expert_passes": (9.0, "times"),  # the same, further, per routed expert, of a state as wide as the expert
    "layer_us": (10.0, "us"),  # per layer and step
    "layer_width_power": (0.0, "power"),  # of hidden size / 4096 in the time per layer
    "expert_layer_us": (0.0, "us"),  # per layer with 8 routed experts per token
    "expert_power": (1.0, "power"),  # of experts per token / 8
    "latent_layer_us": (0.0, "us"),  # further ones per layer with latent attention
    "hybrid_layer_us": (0.0, "us"),  # further ones per layer where linear layers mix with attention
    "allreduce_us": (10.0, "us"),  # per all-reduce
    "link_share": (0.7, "share"),  # of peak link bandwidth in decoding
    "prefill_link_share": (0.7, "share"),  # of peak link bandwidth in prefill
    "step_ms": (1.0, "ms"),  # per step
    "request_us": (5.0, "us"),  # per request and step
    "expert_request_us": (0.0, "us"),  # per request and step with 8 routed experts per token
    "prefill_ms": (5.0, "ms"),  # of a prefill besides its FLOPS
    "ttft_ms": (10.0, "ms"),  # of network, tokenising and the first look at a request
    "launch_ms": (0.25, "ms"),  # of starting the kernels of one layer of a prefill
    "launch_expert_ms": (0.2, "ms"),  # the same, further, where experts are routed
    "launch_latent_ms": (0.4, "ms"),  # the same, further, with latent attention
    "launch_hybrid_ms": (0.5, "ms"),  # the same, further, where linear layers mix with attention
    "ttft_burst": (0.05, "prompts"),  # of the others in flight that a newcomer waits for: half of one wave in ten
    "ttft_busy": (0.5, "prompts"),  # waited for in a queue of equal prompts, times load / (1 - load)
    "ttft_steps": (1.5, "steps"),  # until the first token is out: half a running one, and one of overlapped scheduling
    "ttft_poll": (0.5, "share"),  # of the steps between two looks at the queue
    "uneven_power": (0.0, "power"),  # of the GPUs that experts stand on in how much longer the fullest of them works
    "routing_power": (1.0, "power"),  # of the requests in a step as those that choose experts without regard to others
    "tail_answers": (0.0, "answers"),  # further ones' time at the end of a burst, while the longest are finished
}
"""Textbook value and unit of every constant; the fit replaces the values."""

SHARED_FACTORS: Mapping[str, str] = {
    "expert_layer_us": "layer_us",
    "latent_layer_us": "layer_us",
    "hybrid_layer_us": "layer_us",
    "expert_request_us": "request_us",
    "prefill_link_share": "link_share",
    "launch_expert_ms": "launch_ms",
    "launch_latent_ms": "launch_ms",
    "launch_hybrid_ms": "launch_ms",
}
"""Constants that take the factors of another one."""

POWERS = frozenset({"layer_width_power", "expert_power", "routing_power", "tail_answers", "uneven_power"})
BAND: Mapping[str, float] = {
    "log_error_low": -0.6,
    "log_error_high": 0.6,
    "ttft_log_error_low": -1.0,
    "ttft_log_error_high": 1.0,
}
"""5th and 95th percentile of log(measured / estimated) held out; the textbook's are factors of 1.8 and 2.7."""

NAMES = (*BASE, *BAND)

UNFITTED_WIDENING = 1.5
"""Factor on the band of a class of accelerators of which few or no measurements are known."""

GPU_FAMILIES = (
    ("blackwell", ("b200", "b300", "gb200", "gb300")),
    ("ada", ("l40", "l4-", "l20", "rtx-40", "rtx-6000-ada", "rtx-5000-ada")),
    ("blackwell-card", ("rtx-pro-6000", "rtx-50", "dgx-spark", "jetson-t5000")),
    ("h20", ("h20-",)),
    ("hopper", ("h100", "h200", "gh200", "h800")),
    ("ampere", ("a100", "a10-", "a10g", "a16", "a30", "a40", "a800", "rtx-a", "rtx-30", "jetson")),
    ("amd", ("mi",)),
    ("rdna", ("rx-", "w7900", "ryzen")),
    ("gaudi", ("gaudi",)),
)

SMALL = frozenset({"edge", "consumer"})
"""Segments where gpt-oss is mostly served by llama.cpp; formats that it does not read are served by vLLM there too."""
ENGINE_OF_LATENT = {"sglang": 0.7, "trtllm": 0.1}
"""Weights of the engines' factors for latent-attention and hybrid models, which are mostly served by SGLang."""

FOUR_BITS = frozenset({"fp4", "mxfp4", "int4", "q4_k_m", "q4_0", "q4_k_s"})
"""Formats whose weights hold two in a byte."""

LINK_SCOPES: Mapping[str, tuple[str, ...]] = {"": (), "pcie": ("pcie",), "host": ("pcie", "host")}
"""Scopes by how the GPUs of a server exchange: through the host is over the slots, and slower."""

ANCHORED_BAND = 0.6
"""Share of the band that measurements right beside the load take away."""
MEASURED_SPREAD = 0.1
"""Relative spread of repeated measurements with other versions of the same engines."""


@dataclass(frozen=True, slots=True)
class FactorKey:
    """What selects the factors: GPU class, dense or moe, precision group, engines' weights, kind of load and link."""

    gpu: str
    moe: bool
    precision: str
    engines: tuple[tuple[str, float], ...]
    load_kind: str = "steady"
    link: str = ""

    def scopes(self) -> dict[str, float]:
        """Exponent of each scope's factor."""
        scopes = {"all": 1.0, self.gpu: 1.0, "moe" if self.moe else "dense": 1.0} | dict(self.engines)
        scopes |= {self.load_kind: 1.0} | dict.fromkeys(LINK_SCOPES[self.link], 1.0)
        return scopes | ({self.precision: 1.0} if self.precision else {})


def gpu_class(gpu: Gpu) -> str:
    """The class of accelerators that share fitted constants."""
    if gpu.segment == "apple":
        return "apple"
    for family, prefixes in GPU_FAMILIES:
        if gpu.gpu_id.startswith(prefixes):
            return family
    return "other"


def link_of(gpu: Gpu) -> str:
    """``pcie`` where the GPUs of a server exchange over their slots, nothing where over links of their own.

    ``host`` where they cannot reach each other over the slots either: consumer cards exchange through the host.
    """
    if (gpu.link_gb_s or 0.0) >= SOLDERED_LINK_GB_S:
        return ""
    return "host" if gpu.segment == "consumer" else "pcie"


def precision_group(precision: str, gpu: Gpu) -> str:
    """``fp4`` or ``fp8`` where the GPU computes in it, ``int4`` where weights are widened first, else nothing.

    ``amd-unpacked`` where they are widened on an Instinct: no tuned kernel does it there.
    """
    if gpu_class(gpu) == "amd" and precision in FOUR_BITS and not (precision in {"fp4", "mxfp4"} and gpu.fp4_tflops):
        return "amd-unpacked"
    if precision == "fp4" or (precision == "mxfp4" and gpu.fp4_tflops):
        return "fp4"
    if precision == "fp8" and gpu.fp8_tflops:
        return "fp8"
    return "int4" if precision in {"int4", "q4_k_m", "q4_0", "q4_k_s"} else ""


def setting_of(
    shape: ServingShape, gpu: Gpu, precision: str, engine: str | None = None, load_kind: str = "steady"
) -> FactorKey:
    """The setting of a deployment; without an engine the usual one of its kind of model."""
    if engine is not None:
        engines: dict[str, float] = {} if engine == "vllm" else {engine: 1.0}
    elif precision.startswith("q") or gpu.segment == "apple" or (precision == "mxfp4" and gpu.segment in SMALL):
        engines = {"llamacpp": 1.0}
    else:
        engines = dict(ENGINE_OF_LATENT) if shape.latent or shape.hybrid else {}
    return FactorKey(
        gpu_class(gpu),
        shape.expert_params > 0,
        precision_group(precision, gpu),
        tuple(engines.items()),
        load_kind,
        link_of(gpu),
    )


def constants_for(fitted: Sequence[SpeedConstant], setting: FactorKey) -> dict[str, float]:
    """The constants of a setting: base value times every scope's factor; the textbook's where not fitted."""
    table = {(row.scope, row.name): row.value for row in fitted}
    scopes = setting.scopes()
    values = {}
    for name, (textbook, _) in BASE.items():
        value = table.get(("all", name), textbook)
        for scope, weight in scopes.items():
            if scope != "all":
                value *= table.get((scope, SHARED_FACTORS.get(name, name)), 1.0) ** weight
        values[name] = value
    kind = f"{setting.load_kind}-{'moe' if setting.moe else 'dense'}"
    for name, textbook in BAND.items():
        widening = table.get((setting.gpu, f"{name.partition('log_')[0]}band_widening"), UNFITTED_WIDENING)
        values[name] = (widening if table else 1.0) * table.get((kind, name), textbook)
    return values
