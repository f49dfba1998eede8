"""Lists of clients as text, and imports as the database has them now."""

from latchstring.clients.models import Import


def lines(n):
    return "Client ID,Client Name,Email\n" + "".join(f"{i},Client {i},p{i}@x.example\n" for i in range(n))


def fresh(job):
    return Import.objects.get(pk=job.pk)
