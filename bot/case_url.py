"""The address of a child's page in the case system, as a setting."""

import re
from typing import Annotated

from pydantic import AfterValidator

# A host without anything before it: "https://lcs.example.gov.uk@elsewhere/" is elsewhere.
_TEMPLATE = re.compile(r"https://[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?/[^\s{}]*\{child\}[^\s{}]*")


def _checked(value: str) -> str:
    if _TEMPLATE.fullmatch(value) is None:
        raise ValueError("not the address of a child's page")
    return value


CaseUrl = Annotated[str, AfterValidator(_checked)]
