"""The schema: what ninja makes of the operations, with the problems that each of them can end in."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from latchstring.web.common.problems import CONTENT_TYPE

PREFIX = "/api/v1/"
PROBLEMS = {
    400: "The request did not arrive whole.",
    401: "The token is unknown, revoked or over.",
    403: "The token, the permissions or the licences of its team member do not go so far.",
    404: "It is not there, or not theirs.",
    409: "It can’t be done as things stand.",
    422: "A value can’t be taken; `errors` names the fields.",
    429: "That was too often; `Retry-After` says when it is open again, in seconds.",
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The sentence that a page would say."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}


class Api(NinjaAPI):
    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """The same at every host."""
        schema = super().get_openapi_schema(path_prefix=PREFIX)
        schema["components"]["schemas"]["Problem"] = PROBLEM
        content = {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        told = {f"Problem{status}": {"description": words, "content": content} for status, words in PROBLEMS.items()}
        schema["components"]["responses"] = told
        problems = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in PROBLEMS}
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] = {**operation["responses"], **problems}
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__
