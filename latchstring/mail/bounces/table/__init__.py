"""The table that bounces are judged by: codes, providers, phrases, replies, in files for people to read and extend."""

from latchstring.mail.bounces.table.evidence import Evidence
from latchstring.mail.bounces.table.rules import Ruling, Table, table

__all__ = ["Evidence", "Ruling", "Table", "table"]
