"""The words for the standing of an invitation."""

LABELS = {
    "not-invited": "Not invited",
    "queued": "Queued",
    "sent": "Sent",
    "delivered": "Delivered",
    "accepted": "Accepted",
    "expired": "Expired",
    "email-inactive": "Email inactive",
    "removed": "Removed",
    "skipped": "Skipped",
}
