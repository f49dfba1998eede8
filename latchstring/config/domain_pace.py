"""How many emails of campaigns a minute a recipient's domain gets: what the large mailbox hosts put up with."""

from latchstring.config.env import BadSetting

DEFAULTS = {
    "gmail.com": 600,
    "googlemail.com": 600,
    "outlook.com": 300,
    "hotmail.com": 300,
    "live.com": 300,
    "msn.com": 300,
    "yahoo.com": 300,
    "ymail.com": 300,
    "aol.com": 300,
    "icloud.com": 300,
    "me.com": 300,
    "mac.com": 300,
}
ANY = "*"
MOST = 1_000_000


def from_text(text: str) -> dict[str, int]:
    """``gmail.com=900 firm.example=60 *=1000`` over the defaults; 0 is no limit, ``off`` none for anybody."""
    if text.strip().lower() == "off":
        return {}
    asked = dict(_entry(word) for word in text.replace(",", " ").split())
    return {domain: pace for domain, pace in (DEFAULTS | asked).items() if pace or ANY in asked}


def _entry(word: str) -> tuple[str, int]:
    domain, _, pace = word.lower().partition("=")
    if not domain or not (pace.isascii() and pace.isdigit()) or int(pace) > MOST:
        raise BadSetting(f"LATCHSTRING_DOMAIN_PACE: “{word}” is not like gmail.com=600, emails a minute.")
    return domain, int(pace)
