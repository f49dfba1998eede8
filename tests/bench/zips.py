"""A zip beyond 4 GiB, as it is sent: written to a sparse file and read back by another program's rules."""

import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from zipstream import ZipStream

from tests.bench.figures import figure

MIB = 1024 * 1024
NOTHING = bytes(MIB)
SMALL = b"a small file behind the large one"


def run(n: int, db: str) -> Iterator[dict[str, Any]]:
    """A member of ``n`` MiB of zeros, then a small one; both are read back and their checksums compared."""
    path = settings.DATA_DIR / "large.zip"
    stream = ZipStream(sized=True)
    stream.add((NOTHING for _ in range(n)), "large.bin", size=n * MIB)
    stream.add(SMALL, "small.txt")
    start = time.perf_counter()
    keep(path, iter(stream))
    yield figure("zip as it is sent", n, db, n / (time.perf_counter() - start), "MiB/s")
    with zipfile.ZipFile(path) as found:
        if [each.file_size for each in found.infolist()] != [n * MIB, len(SMALL)] or found.testzip():
            raise RuntimeError("The zip does not read back as it was sent.")
    path.unlink()


def keep(path: Path, pieces: Iterator[bytes]) -> None:
    """What is all zeros takes no place on the disk."""
    with path.open("wb") as file:
        for piece in pieces:
            if len(piece) == MIB and piece == NOTHING:
                file.seek(MIB, 1)
            else:
                file.write(piece)
