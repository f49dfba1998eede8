"""Clients from a file: read, map, plan, apply."""
