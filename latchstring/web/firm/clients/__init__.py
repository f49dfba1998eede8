"""All clients, one client's record, its contacts and its Client Portal."""
