"""What higher domains hear of clients, in the same transaction as the fact."""

from django.dispatch import Signal

renamed = Signal()  # firm_id, client_ids: names that others keep copies of have changed
