"""One sentence about something that was done, shown once on the next page."""

from django.contrib import messages
from django.http import HttpRequest


def done(request: HttpRequest, sentence: str, undo_url: str | None = None) -> None:
    """Say it in the past tense: “Invite sent to Luis Delgado”. ``undo_url`` takes a POST."""
    messages.success(request, sentence, extra_tags=undo_url or "")
