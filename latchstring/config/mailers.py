"""The email setting: one URL becomes Django's MAILERS."""

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from latchstring.config.env import BadSetting

MAILBOX = "django.core.mail.backends.dummy.EmailBackend"
TIMEOUT = 30
SMTP = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}

# scheme: (anymail backend, option of the user part, option of the password part, option of the host part)
PROVIDERS = {
    "brevo": ("brevo", "api_key", "", ""),
    "mailersend": ("mailersend", "api_token", "", ""),
    "mailgun": ("mailgun", "api_key", "", "sender_domain"),
    "mailjet": ("mailjet", "api_key", "secret_key", ""),
    "postmark": ("postmark", "server_token", "", ""),
    "resend": ("resend", "api_key", "", ""),
    "scaleway": ("scaleway", "secret_key", "", "project_id"),
    "sendgrid": ("sendgrid", "api_key", "", ""),
    "sparkpost": ("sparkpost", "api_key", "", ""),
}
WEBHOOKS = {
    "amazon_ses": "AmazonSES", "brevo": "Brevo", "mailersend": "MailerSend", "mailgun": "Mailgun", "mailjet": "Mailjet",
    "postmark": "Postmark", "resend": "Resend", "sendgrid": "SendGrid", "sparkpost": "SparkPost",
}  # fmt: skip
SIGNING = {
    "mailersend": "MAILERSEND_SIGNING_SECRET",
    "mailgun": "MAILGUN_WEBHOOK_SIGNING_KEY",
    "resend": "RESEND_SIGNING_SECRET",
    "sendgrid": "SENDGRID_TRACKING_WEBHOOK_VERIFICATION_KEY",
}
_WORKS = (
    "Write mailbox:, smtp://, smtp+starttls:// or smtps://user:password@host, or a provider like postmark://token@."
)


def from_url(url: str) -> dict[str, Any]:
    """An entry of MAILERS: ``mailbox:`` keeps emails on the screen, all others send them."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadSetting(f"LATCHSTRING_EMAIL_URL can't be read. {_WORKS}") from error
    if parts.scheme == "mailbox":
        return {"BACKEND": MAILBOX}
    if parts.scheme in SMTP:
        return _smtp(parts, port)
    if parts.scheme == "ses":
        return _ses(parts)
    if parts.scheme in PROVIDERS:
        return _provider(parts)
    raise BadSetting(f"LATCHSTRING_EMAIL_URL: “{parts.scheme}” is not a way to send email. {_WORKS}")


def webhook_view(mailer: dict[str, Any]) -> str:
    """anymail's view for the events of the provider that sends; "" for one that has none."""
    provider = mailer["BACKEND"].removeprefix("anymail.backends.").removesuffix(".EmailBackend")
    name = WEBHOOKS.get(provider)
    return f"anymail.webhooks.{provider}.{name}TrackingWebhookView" if name else ""


def anymail(mailer: dict[str, Any], secret: str) -> dict[str, Any]:
    """anymail's own settings: the provider's signing key where it signs, else user:password.

    Amazon's are told by SNS, whose subscription is confirmed with the key that sends.
    """
    provider = mailer["BACKEND"].removeprefix("anymail.backends.").removesuffix(".EmailBackend")
    shared: dict[str, Any] = {"IGNORE_UNSUPPORTED_FEATURES": True}
    if provider == "amazon_ses":
        shared["AMAZON_SES_CLIENT_PARAMS"] = mailer["OPTIONS"]["client_params"]
    if not secret:
        return shared
    if provider == "resend" and not secret.startswith("whsec_"):
        raise BadSetting("LATCHSTRING_WEBHOOK_SECRET: write Resend's signing secret, which begins with whsec_.")
    if provider in SIGNING:
        return {**shared, SIGNING[provider]: secret}
    if not all(secret.partition(":")):
        raise BadSetting("LATCHSTRING_WEBHOOK_SECRET: write user:password, as in the URL that the provider calls.")
    return {**shared, "WEBHOOK_SECRET": secret}


def _smtp(parts: SplitResult, port: int | None) -> dict[str, Any]:
    if not parts.hostname:
        raise BadSetting("LATCHSTRING_EMAIL_URL: the mail server's name is missing, as in smtp://mail.example.com:25.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": port or SMTP[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+starttls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": TIMEOUT,
        },
    }


def _ses(parts: SplitResult) -> dict[str, Any]:
    """``ses:`` takes what AWS's own settings say; ``ses://key:secret@region`` says it here.

    boto3 must not try again by itself: a second try is a second email, and only our row counts them.
    """
    client = {
        "aws_access_key_id": unquote(parts.username or ""),
        "aws_secret_access_key": unquote(parts.password or ""),
        "region_name": parts.hostname or "",
    }
    given = {name: value for name, value in client.items() if value}
    client_params = {**given, "config": {"retries": {"total_max_attempts": 1}}}
    return {"BACKEND": "anymail.backends.amazon_ses.EmailBackend", "OPTIONS": {"client_params": client_params}}


def _provider(parts: SplitResult) -> dict[str, Any]:
    module, user, password, host = PROVIDERS[parts.scheme]
    given = {user: parts.username, password: parts.password, host: parts.hostname}
    given.pop("", None)
    for option, value in given.items():
        if not value:
            raise BadSetting(f"LATCHSTRING_EMAIL_URL: {parts.scheme}: needs its {option.replace('_', ' ')}.")
    options = {option: unquote(value) for option, value in given.items() if value}
    return {
        "BACKEND": f"anymail.backends.{module}.EmailBackend",
        "OPTIONS": {**options, **dict(parse_qsl(parts.query))},
    }
