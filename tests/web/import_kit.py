"""Files as a browser sends them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from latchstring.clients.models import Import

GOOD = "Client ID,Client Name,Email\n1,Gamma Trust,g@gamma.example\n2,Bad,nope\n3,=SUM(A1),\n"


def upload(browser, text=GOOD, name="list.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post(reverse("import"), {"file": SimpleUploadedFile(name, data)})


def uploaded(browser, text=GOOD):
    upload(browser, text)
    return Import.objects.latest("id")


def press_import(browser, job, **changed):
    fields = {"planned": job.planned_at.isoformat() if job.planned_at else "", **changed}
    return browser.post(reverse("import-apply", args=[job.pk]), fields)
