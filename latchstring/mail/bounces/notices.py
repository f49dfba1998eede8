"""Amazon's notices in JSON, as SNS mails them: one object with the outcome of one email."""

import json
from typing import Any

from latchstring.mail.bounces.facts import Facts, Kind, Original, Recipient


def read(words: str) -> Facts | None:
    """The facts of a notice, or None where the text is none."""
    start = words.find("{")
    if start < 0 or ("notificationType" not in words and "eventType" not in words):
        return None
    try:
        notice, _ = json.JSONDecoder(strict=False).raw_decode(words[start:])
        notice = json.loads(notice["Message"]) if isinstance(notice.get("Message"), str) else notice
        return _facts(notice)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _facts(notice: dict[str, Any]) -> Facts:
    kind = str(notice.get("notificationType") or notice["eventType"]).lower()
    mail = notice.get("mail") or {}
    headers = mail.get("commonHeaders") or {}
    listed = {str(each.get("name", "")).lower(): each.get("value", "") for each in mail.get("headers") or []}
    message_id = str(headers.get("messageId") or listed.get("message-id") or "").strip("<> ")
    original = Original(message_id, str(mail.get("source", "")))
    told = notice.get(kind) or {}
    if kind == "complaint":
        to = [Recipient(str(each["emailAddress"])) for each in told.get("complainedRecipients", [])]
        return Facts(Kind.COMPLAINT, tuple(to), server="amazonses.com", original=original)
    if kind == "delivery":
        to = [Recipient(str(each), "delivered", "2.0.0") for each in told.get("recipients") or mail["destination"]]
        return Facts(Kind.REPORT, tuple(to), server="amazonses.com", original=original)
    to = [_bounced(each) for each in told["bouncedRecipients"]]
    words = f"{told.get('bounceType', '')}/{told.get('bounceSubType', '')}"
    return Facts(Kind.REPORT, tuple(to), words=words, server="amazonses.com", original=original)


def _bounced(each: dict[str, Any]) -> Recipient:
    said = str(each.get("diagnosticCode", "")).partition(";")
    return Recipient(
        address=str(each["emailAddress"]),
        action=str(each.get("action", "")).lower(),
        status=str(each.get("status", "")),
        diagnostic=(said[2] or said[0]).strip(),
        remote=str(each.get("remoteMtaIp", "")),
    )
