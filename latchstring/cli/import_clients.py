"""Import clients and contacts from a file, unattended."""

import json
import os
from argparse import Namespace
from pathlib import Path

from django.conf import settings

from latchstring.cli.firms import chosen
from latchstring.cli.problems import Problem
from latchstring.clients.importing.mapping import BadMapping
from latchstring.clients.importing.unattended import import_file
from latchstring.policy.actor import system_actor


def run(options: Namespace) -> None:
    """The last line printed is one JSON object; its five counts are each data row of the file once."""
    firm = chosen(options)
    rejects = _beside(options.file)
    try:
        counts = import_file(system_actor(firm.pk), options.file, rejects_path=rejects)
    except BadMapping as error:
        raise Problem(
            f"{options.file}: no column is headed like a client’s name. "
            "Head it Client Name, Contact or Last Name in the first line, or choose it on the screen under Import."
        ) from error
    except ValueError as error:
        raise Problem(f"{options.file}: {error}") from error
    if not options.json:
        print(f"Imported {options.file} into {firm.name}.")
        if counts["rejected"]:
            print(f"{counts['rejected']} rows were rejected; each is in {rejects} with its reason.")
    print(json.dumps({**counts, "rejects_file": str(rejects) if counts["rejected"] else None}))


def _beside(file: Path) -> Path:
    """The rejects go beside the file, or where that is not allowed, among our own."""
    folder = file.parent if os.access(file.parent, os.W_OK) else settings.DATA_DIR
    return Path(folder) / f"{file.stem}.rejected.csv"
