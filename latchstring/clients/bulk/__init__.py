"""The same change to many clients: made chunk by chunk, at once or in the worker, and taken back the same way."""
