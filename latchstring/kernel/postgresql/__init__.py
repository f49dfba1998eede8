"""Django's PostgreSQL, with kept plans and a line that is looked at before it is asked."""
