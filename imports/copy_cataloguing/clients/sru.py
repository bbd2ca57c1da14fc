"""SRU 1.1 over HTTP: one bounded request to a host that the administrator has listed.

A redirect is followed within the same host or to another listed one; so no target can make the server fetch an address
inside its network (SSRF).
"""

import asyncio
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError, tostring

import httpx
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from imports.copy_cataloguing.clients.question import MAX_BYTES, MAX_RECORDS, SECONDS, Answer, Place
from imports.copy_cataloguing.errors import (
    AnswerTooLarge,
    NotACatalogue,
    RedirectRefused,
    TargetRefused,
    TargetSlow,
    TargetUnreachable,
)

MARCXML = "http://www.loc.gov/MARC21/slim"
MARC_NAMESPACES = (MARCXML, "info:lc/xmlns/marcxchange-v1", "info:lc/xmlns/marcxchange-v2")
MAX_REDIRECTS = 3
MAX_REASON = 200  # characters of a diagnostic


def ask(place: Place, isbns: list[str]) -> Answer:
    """Return the records with one of these ISBN. Raises TargetProblem."""
    try:
        body = asyncio.run(_fetch(place, _parameters(place, isbns)))
    except TimeoutError as late:
        raise TargetSlow(seconds=int(SECONDS)) from late
    except (httpx.TransportError, OSError) as broken:
        raise TargetUnreachable from broken
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as strange:
        raise NotACatalogue from strange
    return read_answer(body)


def read_answer(body: bytes) -> Answer:
    """Return the records of a response. Raises TargetRefused for a diagnostic, NotACatalogue for anything else."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as broken:
        raise NotACatalogue from broken
    if _local(root) != "searchRetrieveResponse":
        raise NotACatalogue
    total = next((element.text or "" for element in root.iter() if _local(element) == "numberOfRecords"), "")
    records = [record for data in root.iter() if _local(data) == "recordData" for record in _records(data)]
    reason = _diagnostic(root)
    if reason and not records:
        raise TargetRefused(reason=reason)
    digits = total.strip()
    count = int(digits[:9]) if digits.isascii() and digits.isdigit() else len(records)
    return Answer(total=count, marcxml=[_as_marcxml(record) for record in records[:MAX_RECORDS]])


def _parameters(place: Place, isbns: list[str]) -> dict[str, str]:
    index = place.isbn_index or "bath.isbn"
    return {
        "version": "1.1",
        "operation": "searchRetrieve",
        "query": " or ".join(f'{index}="{isbn}"' for isbn in isbns),
        "maximumRecords": str(MAX_RECORDS),
        "recordSchema": place.schema or "marcxml",
    }


async def _fetch(place: Place, parameters: dict[str, str]) -> bytes:
    scheme, host = ("https" if place.is_encrypted else "http"), place.host
    url = httpx.URL(f"{scheme}://{host}:{place.port}/{quote(place.database)}", params=parameters)
    async with asyncio.timeout(SECONDS), httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:
        for _redirect in range(MAX_REDIRECTS + 1):
            async with client.stream("GET", url) as response:
                if not response.has_redirect_location:
                    return await _body(response)
                url = url.join(response.headers["location"])
                if url.scheme not in {"http", "https"} or url.host not in {host, *place.listed_hosts}:
                    raise RedirectRefused(host=url.host[:100])
    raise NotACatalogue


async def _body(response: httpx.Response) -> bytes:
    if response.status_code >= 500:
        raise TargetUnreachable
    if response.status_code >= 400:
        raise TargetRefused(reason=f"HTTP {response.status_code}")
    body = b""
    async for chunk in response.aiter_bytes(64 * 1024):
        body += chunk
        if len(body) > MAX_BYTES:
            raise AnswerTooLarge(megabytes=MAX_BYTES // 1024**2)
    return body


def _records(data: Element) -> Iterator[Element]:
    """Yield the MARC records of a recordData element, which holds them as elements or as escaped text."""
    holder = data
    if not len(data) and data.text and data.text.strip():
        try:
            holder = fromstring(data.text.strip().encode(), forbid_dtd=True)
        except (ParseError, DefusedXmlException, ValueError, LookupError):
            return
    for element in holder.iter():
        namespace, _brace, name = element.tag.removeprefix("{").rpartition("}")
        if name == "record" and namespace in (*MARC_NAMESPACES, ""):
            yield element


def _as_marcxml(record: Element) -> bytes:
    for element in record.iter():
        element.tag = f"{{{MARCXML}}}{_local(element)}"
    record.tail = None
    return tostring(record, encoding="utf-8")


def _diagnostic(root: Element) -> str:
    for diagnostic in root.iter():
        if _local(diagnostic) == "diagnostic":
            texts = {_local(part): " ".join((part.text or "").split()) for part in diagnostic}
            message = ": ".join(filter(None, (texts.get("message"), texts.get("details"))))
            return (message or texts.get("uri", "") or "?")[:MAX_REASON]
    return ""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
