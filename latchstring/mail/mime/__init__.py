"""Emails as bytes: a letter is prepared once, then filled in per person without building it again."""
