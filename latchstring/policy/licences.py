"""The parts of the product that a firm can switch on. Client Management is always on."""

from enum import StrEnum


class Licence(StrEnum):
    CLIENT_MANAGEMENT = "client-management"
    FILES = "files"
    REQUESTS_AND_SURVEYS = "client-requests-and-surveys"
    ESIGN = "esign"
    BILLING = "billing"


LICENCE_NAMES = {
    Licence.CLIENT_MANAGEMENT: "Client Management",
    Licence.FILES: "Files",
    Licence.REQUESTS_AND_SURVEYS: "Client Requests & Surveys",
    Licence.ESIGN: "eSign",
    Licence.BILLING: "Billing",
}
