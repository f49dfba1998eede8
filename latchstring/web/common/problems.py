"""What went wrong, told to a program: RFC 9457, with the sentences that a page would say."""

from typing import Any

from django.http import HttpRequest, JsonResponse

CONTENT_TYPE = "application/problem+json"


def wanted(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def answer(status: int, title: str, detail: str, **more: Any) -> JsonResponse:
    """``more`` are members beside those of the RFC."""
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    response = JsonResponse(said, status=status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
