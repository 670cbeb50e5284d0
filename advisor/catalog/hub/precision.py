"""The precision of a repository's weights, as each tool that quantises writes it into the configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from advisor.catalog.hub.config import Config

_DTYPES: Final = {"bfloat16": "bf16", "float16": "fp16", "float32": "fp32", "float8_e4m3fn": "fp8"}
_METHODS: Final = {
    "fp8": "fp8",
    "fbgemm_fp8": "fp8",
    "finegrained_fp8": "fp8",
    "mxfp4": "fp4",
    "nvfp4": "fp4",
    "awq": "int4",
    "eetq": "int8",
}
_BITS: Final = {4: "int4", 8: "int8"}
_FLOAT_BITS: Final = {4: "fp4", 8: "fp8"}
_ALGORITHMS: Final = (
    ("FP8", "fp8"),
    ("NVFP4", "fp4"),
    ("W4A16", "int4"),
    ("W4A8", "int4"),
    ("INT4", "int4"),
    ("INT8", "int8"),
)


def precision_cell(config: Config, text: Config) -> tuple[str | None, list[str]]:
    """The precision of the weights, and a note where a configuration is quantised in a way that is not known here."""
    quantised = config.get("quantization_config") or text.get("quantization_config") or config.get("compression_config")
    if not isinstance(quantised, Mapping):
        stated = text.get("dtype") or text.get("torch_dtype") or config.get("dtype") or config.get("torch_dtype")
        return _DTYPES.get(str(stated)), []
    found = set(_stated(quantised))
    if len(found) == 1:
        return found.pop(), []
    method = quantised.get("quant_method") or quantised.get("format") or "no method"
    told = f"{' and '.join(sorted(found))} together" if found else f"a way not known here ({method})"
    return None, [f"The weights are quantised in {told}: their precision stays unknown."]


def _stated(quantised: Mapping[str, Any]) -> Iterator[str]:
    """Every precision that a quantisation's configuration gives to weights."""
    method = str(quantised.get("quant_method", "")).lower()
    groups = quantised.get("config_groups")
    if isinstance(groups, Mapping) and groups:
        for group in groups.values():
            yield from _by_bits(group.get("weights") if isinstance(group, Mapping) else None)
        return
    algorithm = str(quantised.get("quant_algo") or "").upper()
    layer = quantised.get("global_quant_config")
    bits = quantised.get("bits") or quantised.get("w_bit")
    if algorithm:
        yield from (precision for start, precision in _ALGORITHMS if algorithm.startswith(start))
    elif isinstance(layer, Mapping):
        yield from _by_dtype(layer.get("weight"))
    elif quantised.get("load_in_4bit") or quantised.get("_load_in_4bit"):
        yield "int4"
    elif quantised.get("load_in_8bit") or quantised.get("_load_in_8bit"):
        yield "int8"
    elif method in _METHODS and not (method == "awq" and bits not in (None, 4)):
        yield _METHODS[method]
    elif method in {"gptq", "auto-round", "intel/auto-round", "awq", "gptqmodel", "autoround", ""} and bits in _BITS:
        yield _BITS[bits]


def _by_bits(weights: object) -> Iterator[str]:
    """compressed-tensors and modelopt: bits and type of number of each group's weights."""
    if isinstance(weights, Mapping):
        floating = str(weights.get("type", "int")).startswith("float")
        found = (_FLOAT_BITS if floating else _BITS).get(weights.get("num_bits") or 0)
        if found:
            yield found


def _by_dtype(weight: object) -> Iterator[str]:
    """Quark: the kind of number by name, such as ``fp8_e4m3``."""
    if isinstance(weight, Mapping):
        kind = str(weight.get("dtype", ""))
        yield from (precision for precision in ("fp8", "fp4", "int4", "int8") if kind.startswith(precision))
