"""The side on which somebody looks at their own login."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from latchstring.web.common.requests import Request


@dataclass(frozen=True)
class Side:
    """``base`` is what its pages extend, ``around`` what they need besides.

    ``side["sessions"]``, in a template ``side.sessions``, is the name of a route.
    """

    prefix: str
    home: str
    base: str
    around: Callable[[Request], dict[str, Any]]

    def __getitem__(self, page: str) -> str:
        return f"{self.prefix}-{page.replace('_', '-')}"

    def show(self, request: Request, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= {"side": self, "base": self.base, **self.around(request)}
        return render(request, f"own_login/{template}.html", context, status=status)

    def to(self, page: str) -> HttpResponse:
        return redirect(self[page])
