"""A process that adds the bytes of a file to an upload, slowly: ``python -m tests.files.sender UPLOAD FILE``."""

import os
import sys
import time
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from latchstring.accounts.models import TeamMember  # noqa: E402
from latchstring.files.actions.upload import append  # noqa: E402
from latchstring.files.models import Upload  # noqa: E402
from tests.cast import actor_for  # noqa: E402


class Slow:
    def __init__(self, path: str, offset: int) -> None:
        self.file = Path(path).open("rb")  # noqa: SIM115
        self.file.seek(offset)

    def read(self, size: int, /) -> bytes:
        time.sleep(0.01)
        return self.file.read(size)


settings.MASTER_KEY = os.environ["MASTER"]
upload = Upload.objects.select_related("client").get(pk=sys.argv[1])
actor = actor_for(TeamMember.objects.get(user=upload.user_id))
append(actor, upload, Slow(sys.argv[2], upload.offset), upload.offset)
