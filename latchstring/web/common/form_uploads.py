"""Files from a plain form: sealed into storage as they come, filed once all of the form is here and known as ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpResponse, HttpResponseBase, UnreadablePostError
from django.http.multipartparser import MultiPartParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_protect

from latchstring.files import limits
from latchstring.files.actions.receive import Receiving
from latchstring.files.refusals import FileRefusal
from latchstring.policy.actions import Action
from latchstring.web.common import notices
from latchstring.web.common.requests import Request

FIELDS = 64 * 1024
"""Bytes that the form takes besides its files."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files go: into a folder, or as the next version of a document."""

    client: Any
    folder: Any = None
    document: Any = None


type Refuse = Callable[[list[str], int], HttpResponse]


def take(request: Request, place: Place, *, kept: Callable[[], HttpResponse], refuse: Refuse) -> HttpResponseBase:
    """Keep every file of the form that can be kept; ``refuse`` gets a sentence for each that can't, and a status.

    The view is exempt from the check against forged forms: that is made here, when the bytes have a place to go.
    """
    request.actor.require(Action.FILES_ADD, client=place.client)
    if int(request.META.get("CONTENT_LENGTH") or 0) > limits.largest() + FIELDS:
        return refuse([_too_large()], 413)
    files = Sealing(request, place)
    request.upload_handlers = [files]
    try:
        return csrf_protect(lambda _request: _answer(request, files, kept, refuse))(request)
    except TooManyFilesSent:
        return refuse([_("These are too many files at once. Send at most 100.")], 413)
    except UnreadablePostError:
        return refuse([_("The line broke before all had come, so nothing was kept. Send it again.")], 400)
    finally:
        files.drop()


class Sealing(FileUploadHandler):
    """Hands each file to storage piece by piece; nothing is shown to anybody before ``keep``."""

    chunk_size = 256 * 1024

    def __init__(self, request: Request, place: Place) -> None:
        super().__init__(request)
        self.actor, self.place, self.most = request.actor, place, 0
        self.files: list[Receiving] = []
        self.refused: list[str] = []

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> Any:
        """A body that is cut off is an error, not a shorter file."""
        if isinstance(input_data, Whole):
            return None
        self.most = content_length
        body: Any = Whole(input_data, content_length)
        return MultiPartParser(META, body, [self], encoding).parse()

    def new_file(self, field_name: str, file_name: str, *args: Any, **more: Any) -> None:
        super().new_file(field_name, file_name, *args, **more)
        client, folder, document = self.place.client, self.place.folder, self.place.document
        with self._told():
            self.files.append(Receiving(self.actor, client, folder, file_name, most=self.most, document=document))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with self._told(self.files[-1]):
            self.files[-1].write(raw_data)

    def file_complete(self, file_size: int) -> None:
        with suppress(SkipFile), self._told(self.files[-1]):
            self.files[-1].end()

    def keep(self) -> int:
        """How many became documents."""
        for each in self.files:
            each.keep()
        return len(self.files)

    def drop(self) -> None:
        for each in self.files:
            each.drop()

    @contextmanager
    def _told(self, begun: Receiving | None = None) -> Iterator[None]:
        """A file that can't be kept is passed over with its sentence, and what had come of it goes at once."""
        try:
            yield
        except FileRefusal as error:
            self.refused.append(f"{self.file_name}: {error}")
            if begun:
                self.files.remove(begun)
                begun.drop()
            raise SkipFile from error


class Whole:
    """A body that has to bring all the bytes that it promised."""

    def __init__(self, body: Any, size: int) -> None:
        self.body, self.missing = body, size

    def read(self, size: int) -> bytes:
        piece: bytes = self.body.read(size)
        self.missing -= len(piece)
        if not piece and self.missing > 0:
            raise UnreadablePostError("The body ends before its length.")
        return piece


def _answer(request: Request, files: Sealing, kept: Callable[[], HttpResponse], refuse: Refuse) -> HttpResponse:
    request.POST  # noqa: B018 - reads the form where the check against forged ones has not
    if not files.files and not files.refused:
        return refuse([_("Choose a file first, then upload it.")], 422)
    if count := files.keep():
        notices.done(request, ngettext("%(kept)d file uploaded", "%(kept)d files uploaded", count) % {"kept": count})
    return refuse(files.refused, 422) if files.refused else kept()


def _too_large() -> str:
    return _("This is more than %(most)s in all, so none of it was kept. Send fewer files at once, or split them.") % {
        "most": limits.in_words()
    }
