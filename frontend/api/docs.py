"""/api/docs: the OpenAPI document as a page, written by us: no script and nobody else's server."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

WORDS = (
    "type", "format", "enum", "const", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum",
    "minLength", "maxLength", "maxItems", "default", "description",
)  # fmt: skip


class PlainPage(DocsBase):
    """One section for each operation, one line for each field."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Show the page."""
        schema: dict[str, Any] = api.get_openapi_schema()
        context = {"schema": schema, "operations": list(_operations(schema))}
        return render(request, "api/docs.html", context)


def _operations(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            fields = [*_parameters(told), *_body(told, schema)]
            yield {
                "id": told["operationId"],
                "method": method.upper(),
                "path": path,
                "summary": told.get("summary", ""),
                "description": told.get("description", ""),
                "fields": fields,
            }


def _parameters(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in told.get("parameters", ()):
        yield {
            "name": each["name"],
            "place": each["in"],
            "required": each.get("required", False),
            "takes": _takes(each["schema"]),
        }


def _body(told: dict[str, Any], schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    content = told.get("requestBody", {}).get("content", {})
    reference = content.get("application/json", {}).get("schema", {}).get("$ref", "")
    if not reference:
        return
    body = schema["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    for name, field in body["properties"].items():
        required = name in body.get("required", ())
        yield {"name": name, "place": "body", "required": required, "takes": _takes(field)}


def _takes(schema: dict[str, Any]) -> str:
    options = schema.get("anyOf", [schema])
    words = (
        ", ".join(f"{word} {option[word]}" for word in WORDS if word in option)
        for option in options
        if option.get("type") != "null"
    )
    return " or ".join(filter(None, words))
