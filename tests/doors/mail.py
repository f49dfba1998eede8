"""What doors about email can be about: a message, an alert, a template."""

from typing import Any

from latchstring.clients.models import Client
from latchstring.mail.models import Alert, Campaign, Letter, Message, Template


def mail_ids(client: Client) -> dict[str, Any]:
    firm = client.firm
    letter, _ = Letter.objects.get_or_create(firm=firm, kind="invite", digest=b"l" * 32, subject="Hello")
    message = Message.objects.create(
        firm=firm, letter=letter, kind="invite", client_id=client.pk, to_address="door@mail.example", state="sent"
    )
    alert = Alert.objects.create(firm=firm, campaign=Campaign.objects.create(firm=firm), reason="Refused.")
    template = Template.objects.create(firm=firm, kind="invite", name=f"For {client.name}", body="Hello")
    return {"kind": "invite", "message_id": message.pk, "alert_id": alert.pk, "template_id": template.pk}
