from django.http import HttpResponse
from django.shortcuts import render

from latchstring.web.common.doors import staff_door
from latchstring.web.common.requests import Request


@staff_door
def home(request: Request) -> HttpResponse:
    return render(request, "firm/home/home.html")
