"""Fields of machine-readable reports: ``Name: value`` lines in blocks (RFC 3464, RFC 5965)."""

import re
from email.message import Message

from latchstring.mail.bounces.facts import Recipient
from latchstring.mail.bounces.text import content, decoded, header, one_line, unescaped, unpacked

type Block = dict[str, str]

_FIELD = re.compile(r"([A-Za-z][\w-]{1,60})[ \t]*:[ \t]*(.*)", re.ASCII)
_TYPE = re.compile(r"^\s*[\w.-]{1,30}\s*;\s*", re.ASCII)
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,128}@(?:[A-Za-z0-9][A-Za-z0-9._-]{0,254}|\[[\w.:]{2,60}\])")
_CODE = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_ENCODINGS = ("base64", "quoted-printable")
_MOST_RECIPIENTS = 100
_OF_RECIPIENT = frozenset({"final-recipient", "original-recipient", "action", "status", "diagnostic-code"})


def blocks(part: Message) -> list[Block]:
    """The blocks of a delivery-status or feedback part, however it is encoded."""
    inner = part.get_payload()
    if not (isinstance(inner, list) and inner):
        return blocks_of(content(part))
    whole = "\n\n".join(_flat(each) for each in inner if isinstance(each, Message))
    if header(part, "Content-Transfer-Encoding").lower() in _ENCODINGS:
        return blocks_of(unpacked(part, whole.strip()))
    return blocks_of(whole)


def blocks_of(text: str) -> list[Block]:
    """Blocks are parted by empty lines; of a field that comes twice the last with a value counts."""
    found: list[Block] = []
    for group in re.split(r"\n[ \t]*\n", text):
        block = _block(group)
        if block:
            found.append(block)
    return found


def recipients(found: list[Block]) -> list[Recipient]:
    """Those blocks that speak of a recipient; what stands in none of them but is the same for all is the report's."""
    shared = {name: value for block in found for name, value in block.items() if name == "reporting-mta"}
    told = [block for block in found if _OF_RECIPIENT & block.keys()]
    return [_recipient(block, shared) for block in told[:_MOST_RECIPIENTS]]


def addresses(text: str) -> list[str]:
    """Every address in a text, in order, each once."""
    return list(dict.fromkeys(found.rstrip("._-").strip("'") for found in _ADDRESS.findall(text)))


def first_address(text: str) -> str:
    return next(iter(addresses(text)), "")


def _flat(message: Message) -> str:
    fields = [f"{name}: {one_line(unescaped(str(value)))}" for name, value in message.raw_items()]
    inner = message.get_payload()
    rest = inner if isinstance(inner, str) else ""
    return "\n".join(fields) + "\n\n" + rest


def _block(group: str) -> Block:
    block: Block = {}
    name = ""
    for line in group.split("\n"):
        found = _FIELD.match(line)
        if found:
            name = found[1].lower()
            block[name] = found[2].strip() or block.get(name, "")
        elif name and line[:1] in " \t":
            block[name] = f"{block[name]} {line.strip()}"
    return block


def _recipient(block: Block, shared: Block) -> Recipient:
    status = _CODE.search(block.get("status", ""))
    said = block.get("diagnostic-code", "") or block.get("x-supplementary-info", "").strip("<> ")
    named = [block.get(name, "") for name in ("original-recipient", "final-recipient", "x-actual-recipient")]
    return Recipient(
        address=next(filter(None, (first_address(_untyped(each)) for each in named)), ""),
        action=block.get("action", "").split(" ")[0].strip("();").lower(),
        status=status[0] if status else "",
        diagnostic=one_line(decoded(_untyped(said)))[:4000],
        remote=_untyped(block.get("remote-mta", "") or shared.get("reporting-mta", ""))[:255].lower(),
    )


def _untyped(value: str) -> str:
    """Without the type before the semicolon, as in ``rfc822; ana@mail.example``."""
    return _TYPE.sub("", value, count=1)
