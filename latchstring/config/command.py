"""The ``latchstring`` command: a person's mistake is one line on standard error, never a traceback."""

import errno
import os
import sys
from argparse import Namespace

import django
from django.db import DatabaseError
from django.utils.module_loading import import_string

from latchstring.cli.parser import parser
from latchstring.cli.problems import FAILED, INTERRUPTED, USAGE, Problem
from latchstring.config.env import BadSetting

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def main(arguments: list[str] | None = None) -> int:
    """Exit codes: 0 done, 1 not done, 2 a wrong argument or setting, 130 interrupted."""
    options = parser().parse_args(arguments)
    try:
        return _run(options)
    except Problem as problem:
        return _say(str(problem), FAILED)
    except BadSetting as error:
        return _say(str(error), USAGE)
    except DatabaseError as error:
        return _say(_about_database(error), FAILED)
    except OSError as error:
        return _say(_about(error), FAILED)
    except KeyboardInterrupt:
        return _say("Interrupted.", INTERRUPTED)


def _run(options: Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "latchstring.config.settings")
    for name in ("host", "port"):
        if getattr(options, name, None) is not None:
            os.environ[f"LATCHSTRING_{name.upper()}"] = str(getattr(options, name))
    django.setup()
    code: int | None = import_string(options.run)(options)
    return code or 0


def _about_database(error: DatabaseError) -> str:
    said = str(error).strip().splitlines()[0].rstrip(".")
    if "disk" in said:
        return f"The disk is full or failing; the database can't be written ({said}). Make room and start again."
    return f"The database refused: {said}."


def _about(error: OSError) -> str:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in FULL:
        return f"The disk is full{where}. Make room and start again."
    return f"{error.strerror or error}{where}."


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"latchstring: {sentence}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
