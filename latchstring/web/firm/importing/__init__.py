"""Clients from a file: upload, map, preview, import, and what did not go in."""
