"""Ask before something serious, naming whom it is about and what will happen."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from latchstring.clients.models import Client
from latchstring.web.common.requests import Request


@dataclass(frozen=True, slots=True)
class Question:
    """``tone`` is the class of its button: ``danger`` or ``primary``."""

    title: str
    consequence: str
    verb: str
    tone: str = "danger"


def ask(request: Request, client: Client, question: Question) -> HttpResponse:
    """A dialog over the page by htmx, a page of its own without; both post to the same address."""
    name = "confirm_dialog.html" if request.htmx else "confirm.html"
    return render(request, f"firm/clients/{name}", {"client": client, "question": question})
