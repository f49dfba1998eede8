"""The settings of files: where bytes are kept, the key above all keys, the virus scanner, breached passwords."""

import re
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from latchstring.config import data_dir
from latchstring.config.env import BadSetting
from latchstring.kernel import crypto

_WORKS = "Write local: or s3://key:secret@bucket?endpoint=https://s3.example.com&region=eu-west-1."
_CLAMD = "LATCHSTRING_CLAMD_URL: write tcp://host:3310 or unix:///path/to/socket."


def from_url(url: str, folder: Path) -> dict[str, str]:
    """``local:`` keeps files in the data folder, ``local:///path`` elsewhere, ``s3://bucket`` in a bucket."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise BadSetting(f"LATCHSTRING_FILES_URL can't be read. {_WORKS}") from error
    if parts.scheme == "local" and not parts.netloc and not parts.query:
        return {"kind": "local", "root": str(data_dir.prepare_files(Path(unquote(parts.path) or folder / "files")))}
    if parts.scheme == "s3" and parts.hostname:
        return _s3(parts)
    raise BadSetting(f"LATCHSTRING_FILES_URL: “{parts.scheme or 'this'}” is not a place for files. {_WORKS}")


def _s3(parts: SplitResult) -> dict[str, str]:
    """Key and secret may be left out where AWS's own settings name them."""
    asked = dict(parse_qsl(parts.query))
    if unknown := set(asked) - {"endpoint", "region"}:
        raise BadSetting(f"LATCHSTRING_FILES_URL: “{min(unknown)}” is not an option. {_WORKS}")
    endpoint = asked.get("endpoint", "")
    if endpoint and not endpoint.startswith(("http://", "https://")):
        raise BadSetting(f"LATCHSTRING_FILES_URL: the endpoint “{endpoint}” is not an address. {_WORKS}")
    return {
        "kind": "s3",
        "bucket": parts.netloc.rpartition("@")[2],
        "prefix": unquote(parts.path.strip("/")),
        "endpoint": endpoint,
        "region": asked.get("region", ""),
        "key": unquote(parts.username or ""),
        "secret": unquote(parts.password or ""),
    }


def master_key(given: str, folder: Path) -> str:
    """What was given, checked; empty where the key is in the data folder, made there if need be."""
    try:
        crypto.parse(given or data_dir.master_key(folder))
    except ValueError as error:
        where = "LATCHSTRING_MASTER_KEY" if given else f"LATCHSTRING_DATA_DIR: {folder / 'master-key'}"
        raise BadSetting(
            f"{where} is not 32 bytes in base64. Restore it, or write one with: openssl rand -base64 32"
        ) from error
    return given


def clamd(url: str) -> dict[str, str | int]:
    """Where clamd listens; empty for no scan."""
    if not url:
        return {}
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadSetting(_CLAMD) from error
    if parts.scheme == "tcp" and parts.hostname:
        return {"host": parts.hostname, "port": port or 3310}
    if parts.scheme == "unix" and parts.path.startswith("/") and not parts.netloc:
        return {"path": unquote(parts.path)}
    raise BadSetting(_CLAMD)


def breached_passwords(name: str) -> str:
    """A file with a SHA-1 in each line, in order; empty for none."""
    if not name:
        return ""
    try:
        with Path(name).open("rb") as file:
            lines = [file.readline(128)[:40].upper() for _ in range(2)]
    except OSError as error:
        raise BadSetting(f"LATCHSTRING_BREACHED_PASSWORDS: can't read {name} ({error.strerror}).") from error
    if not all(re.fullmatch(rb"[0-9A-F]{40}", line) for line in lines) or lines != sorted(lines):
        raise BadSetting(
            f"LATCHSTRING_BREACHED_PASSWORDS: {name} is no list in order of SHA-1. "
            "Fetch the one of Have I Been Pwned, ordered by hash."
        )
    return name
