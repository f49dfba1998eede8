"""The design system's tags."""

from django import template

register = template.Library()
