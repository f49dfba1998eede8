"""How a file looks in a list: its glyph and its size in words."""

ENDINGS = {
    "file-image": {"png", "jpg", "jpeg", "gif", "webp", "heic", "heif", "tif", "tiff", "bmp", "svg"},
    "file-sheet": {"xlsx", "xls", "xlsm", "csv", "tsv", "ods", "numbers"},
    "file-text": {"pdf", "doc", "docx", "txt", "rtf", "odt", "md", "pages", "eml"},
}
UNITS = ("KB", "MB", "GB", "TB")


def glyph(name: str) -> str:
    """The icon for a file of this name."""
    ending = name.rpartition(".")[2].lower()
    return next((icon for icon, endings in ENDINGS.items() if ending in endings), "file")


def size(number: int | None) -> str:
    """412 KB, 1.4 MB; in thousands, as phones and computers show it."""
    if number is None:
        return ""
    if number < 1000:
        return f"{number} byte{'' if number == 1 else 's'}"
    amount = float(number)
    for unit in UNITS:
        amount /= 1000
        if amount < 999.5 or unit == UNITS[-1]:
            break
    return f"{amount:.1f} {unit}" if unit != "KB" and amount < 99.95 else f"{amount:.0f} {unit}"
