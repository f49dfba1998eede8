"""Whether mail servers can tell that the firm's emails are its own: SPF, DKIM, DMARC and the return path."""
