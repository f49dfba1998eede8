"""Latchstring: the self-hosted client portal for accounting, tax and law firms."""

__version__ = "0.1.0"
