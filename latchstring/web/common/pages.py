"""Which page of a document is asked for."""

from django.http import HttpRequest


def page_asked(request: HttpRequest, pages: int) -> int:
    """``?page=`` as a number from 1 to ``pages``; the first for anything else."""
    typed = request.GET.get("page", "")
    asked = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else 1
    return asked if 1 <= asked <= pages else 1
