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
    problem: str | None = Field(None, description="Why it does not fit")
    report: dict[str, Any] = Field(
        description="Memory in GB (10^9 bytes), times in ms, throughput in output tokens per second of the deployment"
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
    return DeploymentSized(fits=bool(report["fits"]), problem=report.get("problem"), report=told)


SIZE: Final = McpTool(
    name="size",
    title="Size a model on GPUs",
    description=(
        "Memory, how many requests fit at once, wait for the first token and throughput of an open-weights model on "
        "GPUs. For a decision between renting GPUs and an API use recommend: it sizes and costs every way of hosting "
        "by itself. Speeds are estimates, with measurements where the catalog has them."
    ),
    takes=ToSize,
    gives=DeploymentSized,
    work=size,
    scope="assess",
)
