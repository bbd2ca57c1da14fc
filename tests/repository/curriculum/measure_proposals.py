"""Measure the proposals of subjects and grades: python -m tests.repository.curriculum.measure_proposals

Each record of the demo and of the shelf of plain questions (docs/reference/questions-shelf.txt) is held out in turn: it
is proposed from its title and its text, the lessons of the demo, and all other records.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence

SOURCES = ("title alone", "title, text and lessons", "and like records")


def main() -> None:
    """Print a table: right is the first proposal, offered is any of those shown."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from repository.curriculum.current import use_shipped_alone

    use_shipped_alone()
    for name, records in (("demo", list(_demo())), ("shelf of questions", list(_shelf()))):
        for number, source in enumerate(SOURCES):
            subjects, grades = _score(records, number)
            print(f"{name} ({len(records)}), {source}: subjects {_line(subjects)}; grades {_line(grades)}")


def _score(records: Sequence[tuple], sources: int) -> tuple[Counter, Counter]:
    from repository.curriculum.proposals import propose

    subjects, grades, lessons = Counter[str](), Counter[str](), _lessons()
    for place, (known, title, contents) in enumerate(records):
        others = [one for other, (one, *_texts) in enumerate(records) if other != place]
        found = propose(
            title, contents if sources else (), like=others if sources > 1 else (), lessons=lessons if sources else ()
        )
        subjects[_verdict(found.subjects, known.subjects)] += 1
        grades[_verdict(found.grades, known.grades)] += 1
    return subjects, grades


def _verdict(proposed: Sequence, truth: Sequence) -> str:
    if not proposed:
        return "none"
    if proposed[0] in truth:
        return "right"
    return "offered" if set(proposed) & set(truth) else "wrong"


def _line(counts: Counter) -> str:
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("right", "offered", "wrong", "none"))


def _demo() -> Iterator[tuple]:
    from demo.booklets import booklets
    from demo.holdings import holdings
    from repository.curriculum.proposals import Known

    texts = {booklet.title: booklet.text for booklet in booklets()}
    for holding in holdings():
        record = holding.description
        known = Known(record.title, record.subjects, record.grades)
        yield known, f"{record.title}. {record.subtitle}", [record.description, *texts.get(record.title, ())]


def _shelf() -> Iterator[tuple]:
    from repository.curriculum.proposals import Known
    from search.document import ResourceDocument
    from tests.search.questions import shelf

    for document in shelf():
        if isinstance(document, ResourceDocument) and document.subjects:
            grades = [int(grade) for grade in document.grades]
            names = {name for code in document.subjects for name in _names(code)}
            texts = [text for text in document.texts if text not in names]
            yield Known(document.title, document.subjects, grades), document.title, texts


def _names(code: str) -> tuple[str, ...]:
    from repository.curriculum import subject_names

    return subject_names(code)


def _lessons() -> list:
    from demo.lessons import GRADE, LISTS
    from repository.curriculum.lesson_lists import lessons_in, rows_of
    from repository.curriculum.proposals import Known

    return [
        Known(line.title, [subject], [GRADE]) for subject, _series, text in LISTS for line in lessons_in(rows_of(text))
    ]


if __name__ == "__main__":
    main()
