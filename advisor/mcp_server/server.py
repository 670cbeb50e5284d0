"""The server that assistants talk to: the tools and resources over the official protocol, whatever carries it."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import anyio
from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    ResourceTemplate,
    TextContent,
    TextResourceContents,
)

from advisor import __version__
from advisor.errors import AdvisorError
from advisor.mcp_server.caller import Caller
from advisor.mcp_server.tool_context import SharedState, ToolContext
from advisor.mcp_server.tools.exporting import resource
from advisor.mcp_server.tools.registry import INSTRUCTIONS, TOOLS
from advisor.units import Record

Incoming = ServerRequestContext[Any, Any]
CallerOf = Callable[[Incoming], Caller]
NAME: Final = "model-selection-advisor"
_TEMPLATES: Final = (
    ("advisor://record/{record}/decision.md", "decision record", "text/markdown", "Of a record or saved decision"),
    ("advisor://record/{record}/answers.yaml", "answers", "application/yaml", "As advisor assess takes them"),
    ("advisor://record/{record}/assessment.json", "whole record", "application/json", "Megabytes: for programs"),
    ("advisor://catalog/{+model}", "model sheet", "text/plain", "Every offer, score and source of a model"),
)
_logger = logging.getLogger(__name__)


def new_server(shared: SharedState, caller_of: CallerOf) -> Server[Any]:
    """A server over ``shared``; ``caller_of`` says on whose behalf a request comes."""
    served = _Served(shared, caller_of)
    return Server(
        NAME,
        version=__version__,
        title="Model-selection advisor",
        instructions=INSTRUCTIONS,
        on_list_tools=served.list_tools,
        on_call_tool=served.call_tool,
        on_list_resources=served.list_resources,
        on_list_resource_templates=served.list_templates,
        on_read_resource=served.read_resource,
    )


class _Served:
    """The handlers of one server."""

    def __init__(self, shared: SharedState, caller_of: CallerOf) -> None:
        self._shared, self._caller_of = shared, caller_of

    async def list_tools(self, request: Incoming, params: PaginatedRequestParams | None) -> ListToolsResult:
        """The tools that this caller may use."""
        del params
        scopes = self._caller_of(request).scopes
        return ListToolsResult(tools=[tool.shown() for tool in TOOLS.values() if tool.scope in scopes])

    async def call_tool(self, request: Incoming, params: CallToolRequestParams) -> CallToolResult:
        """The answer of a tool; what is wrong with the call is an answer too, for the assistant to read."""
        tool = TOOLS.get(params.name)
        if tool is None:
            return _refused(f"There is no tool {params.name!r}: {', '.join(TOOLS)} are.")
        context = ToolContext(self._shared, self._caller_of(request))
        try:
            found = await anyio.to_thread.run_sync(partial(tool.run, context, params.arguments or {}))
        except AdvisorError as error:
            return _refused(str(error))
        except Exception:  # the border: the protocol would hand the error's own text to the client
            _logger.exception("The tool %s failed", tool.name)
            return _refused(f"{tool.name} failed inside the advisor; its log says why. The arguments were understood.")
        shown = lean(found)
        text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
        return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=shown)

    async def list_resources(self, request: Incoming, params: PaginatedRequestParams | None) -> ListResourcesResult:
        """None stands there by itself: records are named by the tools."""
        del request, params
        return ListResourcesResult(resources=[])

    async def list_templates(
        self, request: Incoming, params: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        """The addresses that can be read."""
        del request, params
        templates = [
            ResourceTemplate(uri_template=address, name=name, mime_type=kind, description=what)
            for address, name, kind, what in _TEMPLATES
        ]
        return ListResourceTemplatesResult(resource_templates=templates)

    async def read_resource(self, request: Incoming, params: ReadResourceRequestParams) -> ReadResourceResult:
        """A whole document by its address."""
        address = str(params.uri)
        context = ToolContext(self._shared, self._caller_of(request))
        try:
            found = await anyio.to_thread.run_sync(partial(resource, context, address))
        except AdvisorError as error:
            raise MCPError(code=INVALID_PARAMS, message=str(error), data={"uri": address}) from error
        contents = TextResourceContents(uri=params.uri, mime_type=found.media_type, text=found.text)
        return ReadResourceResult(contents=[contents])


def lean(record: Record) -> dict[str, Any]:
    """A record as JSON without what is empty: every name that an assistant reads costs it room."""
    return record.model_dump(mode="json", exclude_defaults=True)


def _refused(text: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)
