"""A simple tag becomes text when its template is read, where all that it is given stands there written out."""

from collections.abc import Callable

from django.template import Library
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.library import SimpleNode


def folded[F: Callable[..., str]](register: Library) -> Callable[[F], F]:
    """As ``register.simple_tag``; the function may depend on nothing but its arguments."""

    def registered(function: F) -> F:
        register.simple_tag(function)
        written_out = register.tags[function.__name__]

        def read(parser: Parser, token: Token) -> Node:
            node = written_out(parser, token)
            return TextNode(_text(node)) if _is_fixed(node) else node

        register.tag(function.__name__, read)
        return function

    return registered


def _is_fixed(node: SimpleNode) -> bool:
    return not node.target_var and all(
        isinstance(each.var, str) and not each.filters for each in (*node.args, *node.kwargs.values())
    )


def _text(node: SimpleNode) -> str:
    return str(node.func(*map(_word, node.args), **{name: _word(each) for name, each in node.kwargs.items()}))


def _word(written: FilterExpression) -> str:
    return str(written.var)
