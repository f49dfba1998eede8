"""Who can come in to one client: the Client Portal window and each person's access."""
