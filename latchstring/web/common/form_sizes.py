"""How much a form may bring, judged by its announced length before a byte of it is read."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from latchstring.clients.actions import upload_import

BESIDES = 1024 * 1024
"""Bytes above the largest file, so that one a little too large still gets its sentence beside its field."""


class FormSize(FileUploadHandler):
    """The first of the upload handlers. Strangers send no files; the team's largest is a list of clients.

    Clients' documents don't come this way: see form_uploads and tus.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> None:
        """Raises RequestDataTooBig."""
        if content_length > self._most():
            raise RequestDataTooBig("The form is larger than any form of ours.")

    def _most(self) -> int:
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return upload_import.LARGEST + BESIDES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next handler keeps it."""
