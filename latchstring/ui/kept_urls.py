"""``url`` of a page without arguments is looked up once: a page of the team has thirty of them."""

from functools import cache
from typing import Any

from django.conf import settings
from django.template.base import Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as written_out
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.html import conditional_escape


class KeptURLNode(URLNode):
    """As the library's own, of a name that stands in the template by itself."""

    def render(self, context: Any) -> str:
        return _kept(self.view_name.var, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@cache
def _kept(name: str, urlconf: str, prefix: str) -> str:
    """``prefix`` tells one mount point from another; the lookup reads it itself."""
    return conditional_escape(reverse(name, urlconf))


def url(parser: Parser, token: Token) -> URLNode:
    node = written_out(parser, token)
    if not (node.args or node.kwargs or node.asvar or node.view_name.filters) and isinstance(node.view_name.var, str):
        return KeptURLNode(node.view_name, node.args, node.kwargs, node.asvar)
    return node
