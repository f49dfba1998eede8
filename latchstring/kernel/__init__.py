"""What every domain stands on: keys, time, tokens, addresses and the base of all rows."""
