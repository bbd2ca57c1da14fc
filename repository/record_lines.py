"""Repeated values of a record as lines of text: how forms ask for names, headings, numbers and links.

Each pair of functions is inverse: `write_…` gives the lines that `read_…` reads in the same language.
"""

from collections.abc import Iterable, Mapping, Sequence

from repository import record_bounds as bounds
from repository import roles
from repository.description import Credit, Link, SubjectHeading
from repository.errors import InvalidRecord
from repository.spelling import fold


def write_credits(names: Iterable[Credit]) -> str:
    """Return one name on each line, with its role in brackets unless it is an author."""
    return "\n".join(roles.write_line(credit.name, credit.role) for credit in names)


def read_credits(
    lines: Iterable[str], before: Sequence[Credit] = (), links: Mapping[str, int] | None = None
) -> list[Credit]:
    """Return the names; `links` has the authorities that were chosen, by name.

    Without it, one that stood there before with the same role means the same authority.
    """
    pairs = map(roles.read_line, lines)
    if links is not None:
        return [Credit(name, role, links.get(name)) for name, role in pairs]
    meant = {(credit.name, credit.role): credit for credit in before}
    return [meant.get(pair, Credit(*pair)) for pair in pairs]


def name_of_line(line: str) -> str:
    """Return the name of a line that `read_credits` reads."""
    return roles.read_line(line)[0]


def write_headings(headings: Iterable[SubjectHeading]) -> str:
    """Return one heading on each line, with its scheme in brackets if it has one."""
    return "\n".join(f"{one.text} [{one.scheme}]" if one.scheme else one.text for one in headings)


def read_headings(
    lines: Iterable[str], before: Sequence[SubjectHeading] = (), links: Mapping[str, int] | None = None
) -> list[SubjectHeading]:
    """Return the headings; `links` has the authorities that were chosen, by text.

    Without it, one that stood there before means the same authority.
    """
    pairs = map(_heading, lines)
    if links is not None:
        return [SubjectHeading(text, scheme, links.get(text)) for text, scheme in pairs]
    meant = {(heading.text, heading.scheme): heading for heading in before}
    return [meant.get(pair, SubjectHeading(*pair)) for pair in pairs]


def text_of_line(line: str) -> str:
    """Return the text of a line that `read_headings` reads."""
    return _heading(line)[0]


def write_identifiers(pairs: Iterable[tuple[str, str]]) -> str:
    """Return `scheme: value` lines."""
    return "\n".join(f"{scheme}: {value}" for scheme, value in pairs)


def read_identifiers(lines: Iterable[str]) -> list[tuple[str, str]]:
    """Return the pairs. Raise InvalidRecord for a line without scheme or value."""
    return [_pair(line, "identifiers") for line in lines]


def write_links(links: Iterable[Link]) -> str:
    """Return `relation: title | address` lines."""
    return "\n".join(f"{bounds.RELATIONS[link.relation]}: {_title_and_target(link)}" for link in links)


def read_links(lines: Iterable[str]) -> list[Link]:
    """Return the links. Raise InvalidRecord for a line without a known relation."""
    known = {fold(str(name)): relation for relation, name in bounds.RELATIONS.items()}
    links = []
    for line in lines:
        name, rest = _pair(line, "links")
        relation = known.get(fold(name), name)
        title, _bar, target = rest.rpartition("|") if "|" in rest else (rest, "", "")
        if not title and not target and rest.startswith("http"):
            title, target = "", rest
        links.append(Link(relation, *bounds.bounded_link(relation, title, target)))
    return links


def _heading(line: str) -> tuple[str, str]:
    text, opening, scheme = line.rpartition(" [")
    is_scheme = opening and scheme.endswith("]") and scheme[:-1].replace("-", "").isalnum()
    return (text, scheme[:-1]) if is_scheme else (line, "")


def _pair(line: str, field: str) -> tuple[str, str]:
    first, colon, second = (part.strip() for part in line.partition(":"))
    if not (first and colon and second):
        raise InvalidRecord(field=bounds.NAMES[field])
    return first, second


def _title_and_target(link: Link) -> str:
    return f"{link.title} | {link.target}" if link.target else link.title
