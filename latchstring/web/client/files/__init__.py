"""The files that a client shares with the firm."""
