"""The papers of the demo: a page of text as a PDF, or the photo of one as a phone takes it."""

from io import BytesIO

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
PAGE = (612, 792)


def drawn(name: str, paper: str, *, client: str, year: str) -> bytes:
    """A PDF, or a JPEG where the name says so."""
    title, text = (words.format(client=client, year=year) for words in WORDS[paper])
    lines = text.split("|")
    return _photo(title, lines) if name.endswith(".jpg") else _pdf(title, lines)


def _pdf(title: str, lines: list[str]) -> bytes:
    """By ISO 32000: one page in Helvetica, which every reader has."""
    shown = [_line(22, 72, 690, title), *(_line(12, 72, 640 - 26 * at, line) for at, line in enumerate(lines))]
    text = b"\n".join(shown)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>" % PAGE,
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


def _line(size: int, x: int, y: int, text: str) -> bytes:
    plain = text.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        plain = plain.replace(sign, b"\\" + sign)
    return b"BT /F %d Tf %d %d Td (%s) Tj ET" % (size, x, y, plain)


def _photo(title: str, lines: list[str]) -> bytes:
    """White paper on a dark table, a little askew."""
    sheet = Image.new("RGB", (900, 640), "#f7f5ef")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((24, 24, 876, 616), outline="#8d8a80", width=3)
    pen.text((64, 64), title, fill="#22252b", font=ImageFont.load_default(40))
    for at, line in enumerate(lines):
        pen.text((64, 170 + 80 * at), line, fill="#33373f", font=ImageFont.load_default(34))
    table = Image.new("RGB", (1100, 820), "#5b4a3c")
    turned = sheet.convert("RGBA").rotate(2.5, expand=True, resample=Image.Resampling.BICUBIC)
    table.paste(turned, (80, 70), turned)
    out = BytesIO()
    table.save(out, "JPEG", quality=80)
    return out.getvalue()
