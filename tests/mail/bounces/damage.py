"""Emails as bad days leave them: cut off, shuffled, in wrong charsets, wrapped twenty deep; the same for one seed."""

import base64
import random
from collections.abc import Callable, Iterator

_DEEP = 20


def damaged(raw: bytes, seed: int, times: int) -> Iterator[bytes]:
    """``times`` copies of one email, each damaged in one or two ways."""
    chance = random.Random(f"{seed}:{len(raw)}:{raw[:80]!r}")
    for _ in range(times):
        worse = raw
        for way in chance.sample(WAYS, chance.choice((1, 1, 2))):
            worse = way(worse, chance)
        yield worse


def _cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def _beheaded(raw: bytes, chance: random.Random) -> bytes:
    return raw[chance.randrange(len(raw) + 1) :]


def _flipped(raw: bytes, chance: random.Random) -> bytes:
    worse = bytearray(raw)
    for _ in range(1 + len(worse) // 50):
        if worse:
            worse[chance.randrange(len(worse))] = chance.randrange(256)
    return bytes(worse)


def _shuffled(raw: bytes, chance: random.Random) -> bytes:
    lines = raw.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _thinned(raw: bytes, chance: random.Random) -> bytes:
    return b"\n".join(line for line in raw.split(b"\n") if chance.random() > 0.2)


def _repeated(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + raw[place : place + 300] * 40 + raw[place:]


def _filled(raw: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(raw) + 1)
    return raw[:place] + chance.randbytes(chance.randrange(400)) + raw[place:]


def _zeros(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b" ", b"\0" * chance.randrange(1, 4))


def _without_boundary(raw: bytes, _: random.Random) -> bytes:
    return raw.replace(b"boundary=", b"b=")


def _other_charset(raw: bytes, chance: random.Random) -> bytes:
    name = chance.choice([b"utf-7", b"utf-16", b"iso-2022-jp", b"idna", b"hex", b"x-none", b"punycode", b"\xff"])
    return (
        raw.replace(b"utf-8", name)
        .replace(b"us-ascii", name)
        .replace(b"text/plain\n", b"text/plain; charset=" + name + b"\n")
    )


def _japanese(raw: bytes, _: random.Random) -> bytes:
    return raw + "宛先が見つかりません\x1b(B\x1b$B".encode("iso-2022-jp", "replace")


def _encoded(raw: bytes, chance: random.Random) -> bytes:
    head, _, body = raw.partition(b"\n\n")
    how = chance.choice([b"base64", b"quoted-printable", b"x-uuencode", b"binary"])
    return head + b"\nContent-Transfer-Encoding: " + how + b"\n\n" + base64.encodebytes(body)


def _nested(raw: bytes, chance: random.Random) -> bytes:
    kind = chance.choice([b"message/rfc822", b"message/delivery-status", b"multipart/mixed; boundary=n"])
    start = b"--n\n" if b"boundary" in kind else b""
    return (b"From: postmaster@x.example\nContent-Type: " + kind + b"\n\n" + start) * _DEEP + raw


def _line_ends(raw: bytes, chance: random.Random) -> bytes:
    return raw.replace(b"\n", chance.choice([b"\r\n", b"\r", b"\n\n", b"\r\r\n"]))


def _led(raw: bytes, chance: random.Random) -> bytes:
    lead = chance.choice(
        [b"From a@b.example Mon Jan  4 09:00:00 2027\n", b"\xef\xbb\xbf", b"\n \n\n", b">From x\n", b"\xfe\xff"]
    )
    return lead + raw


def _wide(raw: bytes, chance: random.Random) -> bytes:
    return raw.decode("utf-8", "replace").encode(chance.choice(["utf-16", "utf-16-le", "utf-32", "utf-7"]))


def _long_header(raw: bytes, chance: random.Random) -> bytes:
    name = chance.choice([b"Subject", b"From", b"Content-Type", b"Return-Path", b"X-Failed-Recipients"])
    return name + b": " + chance.choice([b"=?utf-8?b?", b"a@", b"<", b"(", b'"', b";"]) * 20_000 + b"\n" + raw


WAYS: list[Callable[[bytes, random.Random], bytes]] = [
    _cut, _beheaded, _flipped, _shuffled, _thinned, _repeated, _filled, _zeros, _without_boundary, _other_charset,
    _japanese, _encoded, _nested, _line_ends, _led, _wide, _long_header,
]  # fmt: skip
