from django.http import HttpResponse
from django.shortcuts import render

from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@staff_door
def help(request: Request) -> HttpResponse:
    return render(request, "firm/help/help.html")
