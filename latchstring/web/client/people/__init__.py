"""Who can see this: the people behind a client record, seen and changed from the client's side."""
