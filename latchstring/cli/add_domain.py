"""Give a firm a host name of its own, from the shell."""

from argparse import Namespace

from latchstring.cli.firms import chosen
from latchstring.cli.problems import Problem
from latchstring.firms.actions.add_domain import add_domain
from latchstring.firms.actions.check_domain import check_domain
from latchstring.firms.actions.vouch_for_domain import vouch_for_domain
from latchstring.firms.details import BadFirm
from latchstring.firms.dns import proof_name
from latchstring.firms.hosts import clean_host, our_name
from latchstring.firms.models import Domain, Firm
from latchstring.policy.actor import system_actor


def run(options: Namespace) -> None:
    firm = chosen(options)
    print(give(firm, options.host, vouched=options.without_proof))


def give(firm: Firm, host: str, *, vouched: bool) -> str:
    """Added if it is new, then taken at one's word or asked about; returns what to say of it."""
    actor = system_actor(firm.pk)
    try:
        known = Domain.objects.filter(firm=firm, host=clean_host(host)).first()
        domain = known or add_domain(actor, host=host)
        domain = vouch_for_domain(actor, domain) if vouched else check_domain(actor, domain.pk)
    except BadFirm as error:
        raise Problem(str(error)) from error
    if domain.verified_at:
        return f"{domain.host} leads to {firm.name}; links begin with it."
    return _to_make(domain)


def _to_make(domain: Domain) -> str:
    records = [f"  {domain.host}  CNAME  {our_name()}", f"  {proof_name(domain.host)}  TXT  {domain.code}"]
    begin = f"{domain.host} is noted, and used once these two DNS records are found:"
    return "\n".join([begin, *records, "Then run the same command again, or press Check under Settings, Domain."])
