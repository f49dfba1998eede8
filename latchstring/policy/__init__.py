"""Who may do what, in plain Python: no Django, no database."""
