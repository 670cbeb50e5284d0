"""The tool that sizes a model on GPUs: the same report as ``advisor size``."""

from __future__ import annotations

from typing import Any, Final, Literal

from pydantic import Field

from advisor.hosting.sizing.size_shared_gpus import size_with_others
from advisor.mcp_server.tool import Arguments, McpTool
from advisor.mcp_server.tool_context import ToolContext
from advisor.services.answered.sized_models import sized
from advisor.units import Record


class ToSize(Arguments):
    """What to size."""

    model: str = Field(description="Catalog id, Hub id or alias of a model whose weights are published")
    gpu: str = Field(description="GPU id or alias, such as h100, a100-80gb or l40s")
    gpus: int = Field(1, ge=1, description="GPUs of the deployment")
    input_tokens: int = Field(ge=1, description="Input tokens per request")
    output_tokens: int = Field(ge=1, description="Output tokens per request")
    concurrency: int = Field(ge=1, description="Requests at the same time")
    precision: str | None = Field(None, description="bf16, fp8, int4, fp4 or another; the model's own if absent")
    beside: tuple[str, ...] = Field((), description="Other models on the same GPUs")
    load: Literal["steady", "burst", "draining"] = Field(
        "steady", description="steady: as many in flight all the time; burst: all at once; draining: a stock"
    )


class DeploymentSized(Record):
    """Whether it fits, and the report behind it."""

    fits: bool
    sentence: str = Field(description="What to tell the user: whether it fits, how fast, and how that is known")
    problem: str | None = Field(None, description="Why it does not fit")
    report: dict[str, Any] = Field(
        description="Each figure in the unit that its name ends with: gb (10^9 bytes), s, ms; "
        "output_tokens_per_s is of the whole deployment, between _low and _high"
    )


def size(context: ToolContext, given: ToSize) -> DeploymentSized:
    """The report of ``advisor size``, without what is empty."""
    report = sized(
        size_with_others(
            context.catalog,
            given.model,
            given.beside,
            gpu=given.gpu,
            gpus=given.gpus,
            precision=given.precision,
            input_tokens=given.input_tokens,
            output_tokens=given.output_tokens,
            concurrency=given.concurrency,
            load_kind=given.load,
        )
    )
    told = {name: value for name, value in report.items() if value is not None and name not in ("problem", "reason")}
    return DeploymentSized(
        fits=bool(report["fits"]), sentence=_sentence(report), problem=report.get("problem"), report=told
    )


def _sentence(report: dict[str, Any]) -> str:
    name, gpu, count = report["model_id"], report["gpu"], report["gpus"]
    if not report["fits"]:
        return (
            f"It {report.get('problem') or 'does not fit'}. Try more GPUs, one with more memory, or a lower precision."
        )
    place = f"{count} x {gpu}" if count > 1 else f"one {gpu}"
    holds = f"{name} in {report['precision']} fits on {place}, with {report['max_concurrency']:,} such requests at once"
    if report.get("output_tokens_per_s") is None:
        return f"{holds}; its speed is not known."
    queued = "; what is more than that waits" if report.get("queued") else ""
    speed = f"{report['output_tokens_per_s']:,.0f} output tokens per second in all"
    return f"{holds}{queued}: first token after about {report['ttft_s']:.2g} s, {speed} ({report['basis']})."


SIZE: Final = McpTool(
    name="size",
    title="Size a model on GPUs",
    description=(
        "Memory, how many requests fit at once, wait for the first token and throughput of an open-weights model on "
        "GPUs. For a decision between renting GPUs and an API use recommend: it sizes and costs every way of hosting "
        "by itself. Speeds are estimates, with measurements where the catalog has them. Ask with the tokens and the "
        "requests at once of the user's peak; where they do not know them, recommend takes what is usual."
    ),
    takes=ToSize,
    gives=DeploymentSized,
    work=size,
    scope="assess",
)
