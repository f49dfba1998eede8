"""Draws what comes on standard input: ``python -m latchstring.files.previewing.child TYPE``.

Standard output is one JPEG after the other, each behind its length in four bytes. The exit code says what went wrong.
It imports nothing of ours or Django's, and has set its limits before it looks at a byte.
"""

import io
import resource
import struct
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

MOST = 30
"""Pages that are drawn."""
WIDTH, HEIGHT = 1240, 1754
PIXELS = 150_000_000
MEMORY = 1024**3
CPU_SECONDS = 40
BROKEN, LOCKED, TOO_LARGE = 10, 11, 12


class Failed(Exception):
    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


def limit() -> None:
    wanted = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: CPU_SECONDS,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in wanted.items():
        resource.setrlimit(kind, (most, most))


def pages_of_pdf(content: BinaryIO) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Failed(LOCKED if "password" in str(error).lower() else BROKEN) from error
    document.init_forms()
    for number in range(min(len(document), MOST)):
        page = document[number]
        width, height = page.get_size()
        if width < 1 or height < 1:
            raise Failed(BROKEN)
        yield page.render(scale=min(WIDTH / width, HEIGHT / height)).to_pil()
        page.close()


def pages_of_image(content: BinaryIO) -> Iterator[Any]:
    from PIL import Image, ImageOps, ImageSequence

    Image.MAX_IMAGE_PIXELS = None  # checked below, before anything is unpacked
    image = Image.open(content)
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if number >= (MOST if image.format == "TIFF" else 1):
            return
        if frame.width * frame.height > PIXELS:
            raise Failed(TOO_LARGE)
        frame.draft("RGB", (WIDTH, HEIGHT))
        small = ImageOps.exif_transpose(frame)
        small.thumbnail((WIDTH, HEIGHT))
        yield small


def on_white(image: Any) -> Any:
    if image.mode in {"RGB", "L"}:
        return image
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    from PIL import Image

    layer = image.convert("RGBA")
    sheet = Image.new("RGB", image.size, "white")
    sheet.paste(layer, mask=layer.getchannel("A"))
    return sheet


def main(kind: str) -> int:
    limit()
    try:
        count = 0
        for image in pages_of_pdf(sys.stdin.buffer) if kind == "application/pdf" else pages_of_image(sys.stdin.buffer):
            jpeg = io.BytesIO()
            on_white(image).save(jpeg, "JPEG", quality=82, progressive=True)
            sys.stdout.buffer.write(struct.pack(">I", len(jpeg.getvalue())) + jpeg.getvalue())
            count += 1
        sys.stdout.buffer.flush()
    except Failed as failed:
        return failed.code
    except MemoryError:
        return TOO_LARGE
    except Exception:
        return BROKEN
    return 0 if count else BROKEN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
