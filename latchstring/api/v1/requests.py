"""A request as operations get it: by a token, for a firm, by an actor."""

from latchstring.accounts.models import ApiToken
from latchstring.web.common.requests import Request


class ApiRequest(Request):
    auth: ApiToken
