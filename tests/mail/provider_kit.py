"""Providers of email on loopback: one server that takes each one's calls and answers as it does."""

import base64
import json
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Provider:
    """``url`` has ``{}`` for the server; ``key`` is how the key that it names is sent along."""

    url: str
    path: str
    status: int
    says: Any
    key: str = ""


PROVIDERS = {
    "mailgun": Provider(
        "mailgun://ke%2Fy@mail.example.com?api_url={}v3", "/v3/mail.example.com/messages", 200,
        {"id": "<20261123.1@mail.example.com>", "message": "Queued. Thank you."}, "Basic YXBpOmtlL3k=",
    ),
    "sendgrid": Provider("sendgrid://ke%2Fy@?api_url={}v3/", "/v3/mail/send", 202, None, "Bearer ke/y"),
    "ses": Provider("ses://key:secret@eu-west-1", "/v2/email/outbound-emails", 200, {"MessageId": "0100-1"}),
    "resend": Provider("resend://ke%2Fy@?api_url={}", "/emails", 200, {"id": "49a3999c"}, "Bearer ke/y"),
    "brevo": Provider("brevo://ke%2Fy@?api_url={}v3/", "/v3/smtp/email", 201, {"messageId": "<1@relay>"}),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    path: str
    key: str
    to: str
    subject: str
    text: str
    html: str
    message_id: str
    marked: bool


@dataclass
class Desk:
    """``refuses`` by address, or "" for everybody: a status and words, or "drop".

    Whoever drops, or says 5xx, has taken the email.
    """

    provider: Provider
    refuses: dict[str, Any] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    desk: Desk

    def setup(self) -> None:
        super().setup()
        self.desk.connections += 1

    def do_POST(self) -> None:
        email = read(self.path, dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])))
        told = self.desk.refuses.get("") or self.desk.refuses.get(email.to)
        if told == "drop" or not told or told[0] >= 500:
            self.desk.taken.append(email)
        if told == "drop":
            self.close_connection = True
            return
        status, words = told or (self.desk.provider.status, self.desk.provider.says)
        answer(self, status, json.dumps(words).encode() if words else b"")

    def log_message(self, *_args: object) -> None:
        pass


def answer(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    """As JSON."""
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def read(path: str, headers: dict[str, str], body: bytes) -> Taken:
    """What the email is, from the call of any of them."""
    key = headers.get("Authorization") or headers.get("api-key", "")
    if "outbound-emails" in path:
        raw = message_from_bytes(base64.b64decode(json.loads(body)["Content"]["Raw"]["Data"]), policy=policy.default)
        parts = [raw.get_body([kind]).get_content() for kind in ("plain", "html")]
        marked = "latchstring" in str(raw["X-Metadata"])
        return Taken(path, key, raw["To"].addresses[0].addr_spec, raw["Subject"], *parts, raw["Message-ID"], marked)
    if path.endswith("/messages"):
        form = {name.lower(): values[0] for name, values in parse_qs(body.decode()).items()}
        marked = "v:latchstring" in form
        return Taken(
            path, key, _bare(form["to"]), form["subject"], form["text"], form["html"], form["h:message-id"], marked
        )
    told = json.loads(body)
    lines = {name.lower(): value for name, value in told["headers"].items()}
    marked = "latchstring" in json.dumps([told.get("custom_args"), told.get("metadata"), told["headers"]])
    if "personalizations" in told:
        text, html = (each["value"] for each in told["content"])
        to = told["personalizations"][0]["to"][0]["email"]
    else:
        text, html = told.get("text") or told["textContent"], told.get("html") or told["htmlContent"]
        to = _bare(told["to"][0]) if isinstance(told["to"][0], str) else told["to"][0]["email"]
    return Taken(path, key, to, told["subject"], text, html, lines["message-id"], marked)


def _bare(mailbox: str) -> str:
    return mailbox.rpartition("<")[2].strip(">")
