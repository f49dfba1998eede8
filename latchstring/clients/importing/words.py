"""The words that files use for a client's type and status, in the languages of the headers."""

from difflib import get_close_matches

from django.utils.translation import gettext as _

from latchstring.clients.details import tidy
from latchstring.clients.search import fold

KINDS: dict[str, str] = {
    "Individual": """
        individual, person, personal, 1040, privatperson, natürliche person, particulier, individuel,
        particular, persona física, particuliere, persoon
    """,
    "Married couple": "married couple, couple, joint, ehepaar, couple marié, matrimonio, echtpaar",
    "Business": """
        business, company, organisation, organization, firma, unternehmen, entreprise, société, empresa,
        bedrijf, onderneming
    """,
    "Sole proprietor": """
        sole proprietor, sole proprietorship, sole trader, einzelunternehmen, einzelunternehmer,
        auto-entrepreneur, autónomo, eenmanszaak
    """,
    "Partnership": "partnership, 1065, personengesellschaft, société de personnes, sociedad colectiva, maatschap",
    "C corporation": "c corporation, c-corp, c corp, corporation, 1120, kapitalgesellschaft",
    "S corporation": "s corporation, s-corp, s corp, 1120-s, 1120s",
    "LLC": "llc, limited liability company",
    "Nonprofit": """
        nonprofit, non-profit, not for profit, charity, 990, verein, gemeinnützig, association, asociación,
        vereniging, stichting
    """,
    "Trust": "trust, 1041, treuhand, fiducie, fideicomiso",
    "Estate": "estate, nachlass, succession, herencia, nalatenschap",
}
STATUSES: dict[str, str] = {
    "active": "active, current, open, yes, true, 1, aktiv, ja, actif, oui, activo, activa, si, actief, attivo, ativo",
    "inactive": """
        inactive, closed, no, false, 0, inaktiv, nein, inactif, non, inactivo, inactiva, inactief, nee,
        inattivo, inativo
    """,
}

OF_PORTAL_USERS = frozenset({
    "not invited", "queued", "sent", "delivered", "accepted", "expired", "email inactive", "removed",
})  # fmt: skip
"""What our own lists of portal users say under Status."""


def _table(words: dict[str, str]) -> dict[str, str]:
    return {fold(word): value for value, spelled in words.items() for word in spelled.split(",")}


_KIND_OF = _table(KINDS)
_STATUS_OF = {word: state == "active" for word, state in _table(STATUSES).items()}


def kind(typed: str) -> str:
    """The type by its usual name; one that is the firm's own stays as it is. A near miss raises ValueError."""
    word = fold(typed)
    if not word or word in _KIND_OF:
        return _KIND_OF.get(word, "")
    if near := get_close_matches(word, [other for other in _KIND_OF if len(other) > 5], n=1, cutoff=0.8):
        raise ValueError(
            _("“%(typed)s” is not a type. Write %(meant)s if that is meant.")
            % {"typed": tidy(typed)[:40], "meant": _KIND_OF[near[0]]}
        )
    return tidy(typed)


def is_active(typed: str) -> bool | None:
    """None where nothing was typed, or how a portal user stands. Raises ValueError for any other word."""
    word = fold(typed)
    if not word or word in OF_PORTAL_USERS:
        return None
    if word not in _STATUS_OF:
        raise ValueError(_("“%(typed)s” is not a status. Write Active or Inactive.") % {"typed": tidy(typed)[:40]})
    return _STATUS_OF[word]
