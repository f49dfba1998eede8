"""The papers of the demo: a page of text as a PDF, or the photo of one as a phone takes it."""

from io import BytesIO
from itertools import chain
from textwrap import wrap
from typing import Any

from PIL import Image, ImageDraw, ImageFont

WORDS = {
    "engagement": (
        "Engagement letter",
        "Thank you for choosing us to prepare the {year} returns of {client}.|We rely on what you send us, and ask "
        "before anything is filed.|Our fee is by the time it takes; you get an estimate in January.|Please sign and "
        "return one copy.",
    ),
    "draft": ("Draft {year} return", "For review only. Do not file.|Prepared for {client}."),
    "individual": ("Form 1040 for {year}", "{client}|Wages  84,310|Interest  212|Taxable income  55,322|Refund  1,148"),
    "partnership": ("Form 1065 for {year}", "{client}|Gross receipts  612,480|Ordinary income  71,905|Partners  2"),
    "trust": ("Form 1041 for {year}", "{client}|Interest  4,120|Dividends  18,664|Distributed  20,000"),
    "payroll": ("Payroll summary, third quarter {year}", "{client}|Employees  9|Gross wages  61,240|Deposits  14,870"),
    "bank": ("Statement of account", "{client}|Opening balance  22,418.07|Closing balance  19,980.55"),
    "balance": ("Accounts {year}", "{client}|Assets  418,220|Liabilities  163,900|Equity  254,320"),
    "notes": ("Notes for the team", "{client}|Counted on June 30 by Grace and Owen.|Two pallets were not priced."),
    "w2": ("W-2 Wage and Tax Statement {year}", "Casco Bay Hotel|Box 1  41,870.00|Box 2  4,902.00|Box 17  1,655.00"),
    "oven": ("Portland Restaurant Supply", "Deck oven, used  6,400.00|Delivery  180.00|Paid by check"),
    "lease": ("Lease of a dock", "Berth 14, South Portland|From July 1, {year}|1,150.00 a month"),
}


def drawn(name: str, paper: str, *, client: str, year: str) -> bytes:
    """A PDF, or a JPEG where the name says so."""
    title, text = (words.format(client=client, year=year) for words in WORDS[paper])
    lines = text.split("|")
    return _photo(title, lines) if name.endswith(".jpg") else _page(title, lines)


def _page(title: str, lines: list[str]) -> bytes:
    """US Letter at 100 dots an inch."""
    sheet = Image.new("RGB", (850, 1100), "#ffffff")
    _write(sheet, title, lines, left=100, top=110, size=20)
    return _saved(sheet, "PDF", resolution=100)


def _photo(title: str, lines: list[str]) -> bytes:
    """White paper on a dark table, a little askew."""
    sheet = Image.new("RGB", (900, 640), "#f7f5ef")
    ImageDraw.Draw(sheet).rectangle((24, 24, 876, 616), outline="#8d8a80", width=3)
    _write(sheet, title, lines, left=64, top=64, size=34)
    table = Image.new("RGB", (1100, 820), "#5b4a3c")
    turned = sheet.convert("RGBA").rotate(2.5, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(turned, (80, 70), turned)
    return _saved(table, "JPEG")


def _write(sheet: Image.Image, title: str, lines: list[str], *, left: int, top: int, size: int) -> None:
    pen = ImageDraw.Draw(sheet)
    pen.text((left, top), title, fill="#22252b", font=ImageFont.load_default(size * 1.2))
    wide = (sheet.width - 2 * left) // (size // 2)
    for at, line in enumerate(chain.from_iterable(wrap(each, wide) for each in lines)):
        pen.text((left, top + size * (3 + 2 * at)), line, fill="#33373f", font=ImageFont.load_default(size))


def _saved(picture: Image.Image, form: str, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, form, quality=80, **options)
    return out.getvalue()
