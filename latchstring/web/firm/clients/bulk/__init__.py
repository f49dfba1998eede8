"""The same change to many clients at once."""
