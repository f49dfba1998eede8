"""One file for somebody without the portal, behind a password or an emailed code."""
