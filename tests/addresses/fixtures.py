"""The objects that addresses name: objects of two schools in every state, and the relation of each actor to them.

To add a kind of object: write a function that creates its objects, and name it in `create_world`.
"""

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from access.actions import Action
from accounts.models import Membership, Role, School
from changesets.models import ChangeSet
from circulation.copies import actions as copies
from circulation.holds.actions import place as place_hold
from circulation.licences.actions import LicenceTerms as LicenceTerms
from circulation.licences.actions import add_licence, borrow
from circulation.models import Copy
from circulation.rules import actions as rules
from imports.authority_files.models import AuthorityFile, StagedAuthority
from imports.copy_cataloguing.actions import scanning
from imports.copy_cataloguing.models import Candidate, ScannedBook
from imports.models import ImportBatch, StagedRecord
from ingest.models import FileGroup, IncomingFile, Upload
from personal import actions as personal
from repository import actions as repository
from repository.authorities.actions import create_authority, propose_form
from repository.authorities.form import Form
from repository.authority_entry import Entry
from repository.curriculum.actions import LessonList, link_resource, save_lessons
from repository.curriculum.lesson_lists import LessonLine
from repository.models import Lesson, Resource, ResourceFile
from roster.actions.merging import merge
from roster.actions.years import class_of, year_of
from roster.models import ListImport
from sharing import actions as sharing
from sharing.actions import ClauseTerms
from sharing.models import Agreement
from sharing.viewer import system_viewer, viewer_for
from tests.addresses.people import browsers, memberships
from tests.factories import MembershipFactory, SchoolFactory
from tests.portal.two_schools import Holding, a_holding
from tests.reading.conftest import RECORDING, SEGMENTS, a_book, attach, keep, open_to

DAY = timedelta(days=1)
TABLES = ("schools", "holdings", "activity")  # some of the overview


@dataclass(frozen=True)
class AddressedObject:
    """One object: the values for the parts of an address, and each actor's relation to it ("*": all others)."""

    name: str
    kind: str
    args: Mapping[str, object]
    relations: Mapping[str, str]

    def relation_of(self, actor: str) -> str:
        """Return the actor's relation to it."""
        return self.relations.get(actor, self.relations["*"])


@dataclass(frozen=True)
class World:
    """The people and the objects."""

    schools: Mapping[str, School]
    people: Mapping[str, Membership]
    browsers: Mapping[str, Client]
    objects: tuple[AddressedObject, ...]

    def of_kind(self, kind: str) -> list[AddressedObject]:
        """Return the objects of a kind; "nothing" is one object without relations."""
        return [addressed for addressed in self.objects if addressed.kind == kind]

    def owned(self, kind: str) -> AddressedObject:
        """Return an object of the kind that the librarian of school A manages, or the first one."""
        objects = self.of_kind(kind)
        return next((addressed for addressed in objects if addressed.relation_of("librarian_a") == "owns"), objects[0])


def create_world() -> World:
    """Create all objects in the database and in the store; `as_it_was` adds the test clients."""
    holdings = {"a": a_holding("truong-a", "A"), "b": a_holding("truong-b", "B")}
    schools = {name: holding.school for name, holding in holdings.items()}
    schools |= {"c": SchoolFactory(name="Trường THCS Đống Đa"), "office": SchoolFactory(kind=School.Kind.PROVINCE)}
    people = memberships(schools)
    makers: tuple[Callable[[Mapping[str, School], Mapping[str, Membership]], Iterator[AddressedObject]], ...] = (
        _resources,
        _collections,
        _lessons,
        _loans,
        _holds,
        _copies,
        _lending_desk,
        _reading_lists,
        _agreements,
        _groups,
        _uploads,
        _incoming_files,
        _people,
        _class_lists,
        _change_sets,
        _scan_lists,
        _authorities,
        _authority_files,
        _import_batches,
        _merges,
    )
    objects = [AddressedObject("nothing", "nothing", {}, {"*": "nothing"})]
    objects += [
        AddressedObject(name, "table", {"table": name, "file_format": "csv"}, {"*": "nothing"}) for name in TABLES
    ]
    objects += [addressed for make in makers for addressed in make(schools, people)]
    objects += [addressed for name, holding in holdings.items() for addressed in _desk(name, holding)]
    return World(schools, people, {}, tuple(objects))


def as_it_was(world: World) -> World:
    """Return a copy for one more test: unchanged people, and unused browsers."""
    people = copy.deepcopy(world.people)
    asking = browsers(people)
    for browser in asking.values():
        browser.raise_request_exception = False  # an exception in a view is answered with 500
    return replace(world, people=people, browsers=asking)


def _resources(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    a, b = schools["a"], schools["b"]
    now = timezone.now()
    everyone = {Action.READ: "everyone"}
    owned = {"librarian_a": "owns", "*": "nothing"}

    yield _resource("public", a, everyone, {**owned, "*": "reads"})
    insiders = {"pupil_a": "reads", "teacher_a": "reads", "head_a": "reads"}
    yield _resource("ours", a, {Action.READ: f"school:{a.pk}"}, {**owned, **insiders})
    yield _resource("agreed", a, {}, {**owned, "teacher_b": "reads"}, subjects=["toan"])
    yield _resource("shown", a, {Action.DISCOVER: "everyone"}, {**owned, "*": "finds"})
    yield _resource("draft", a, everyone, owned, state=Resource.State.DRAFT)
    yield _resource("withdrawn", a, everyone, owned, state=Resource.State.WITHDRAWN)
    yield _resource("embargoed", a, everyone, owned, opens_at=now + DAY)
    yield _resource("over", a, everyone, owned, closes_at=now - DAY)
    yield _resource(
        "theirs", b, {Action.READ: f"school:{b.pk}"}, {"librarian_b": "owns", "teacher_b": "reads", "*": "nothing"}
    )
    yield _resource("their draft", b, everyone, {"librarian_b": "owns", "*": "nothing"}, state=Resource.State.DRAFT)
    yield _resource(
        "copied", a, {Action.COPY: f"school:{b.pk}"}, {**owned, "librarian_b": "copies", "teacher_b": "copies"}
    )


def _resource(
    name: str, owner: School, grants: Mapping[Action, str], relations: Mapping[str, str], **columns: Any
) -> AddressedObject:
    subjects = columns.pop("subjects", ["vat-li"])
    resource = a_whole_resource(owner, title=f"Sách {name}", subjects=subjects)
    for action, audience in grants.items():
        open_to(resource, action, audience)
    Resource.objects.filter(pk=resource.pk).update(**columns)
    return AddressedObject(name, "resource", args_of(resource), relations)


def a_whole_resource(owner: School, **description: Any) -> Resource:
    """Create a book with a page, a recording, captions, a cover, an original and a searchable PDF, all in one."""
    resource = a_book(("Trường học của chúng ta",), owner=owner, **description)
    attach(resource, "stream", RECORDING, "luong.ts", "video/mp2t", duration=10.5, height=480, segments=SEGMENTS)
    attach(resource, "captions", b"WEBVTT\n\n00:01.000 --> 00:03.000\nXin\n", "vi.vtt", "text/vtt", language="vi")
    cover = attach(resource, "cover", b"\xff\xd8\xff", "bia.jpg", "image/jpeg", width=3, height=4)
    repository.record_small_cover(cover, copy=cover.blob)
    size = keep(b"RIFF\x00\x00\x00\x00WEBP", "image/webp")
    repository.record_page_sizes(resource.pages.get().image, sizes={480: size}, now=timezone.now())
    attach(resource, "original", f"%PDF {resource.uuid}".encode(), "sách.pdf", "application/pdf")
    attach(resource, "searchable_pdf", f"%PDF+ {resource.uuid}".encode(), "sách.pdf", "application/pdf")
    return resource


def args_of(resource: Resource) -> dict[str, object]:
    """Return what URLs name of a resource."""
    page = resource.pages.get()
    original = resource.files.get(role=ResourceFile.Role.ORIGINAL)
    parts = {"resource": resource.uuid, "page": page.uuid, "file": original.uuid}
    return {**parts, "number": 0, "width": 480, "pk": resource.pk}


def _collections(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create collections with a page for readers: one holds a public book, one a book for school A alone."""
    by = system_viewer(schools["a"].pk, now=timezone.now())
    insiders = {"pupil_a": "finds", "teacher_a": "finds", "head_a": "finds", "librarian_a": "owns"}
    for title, relations in (("public", {"librarian_a": "owns", "*": "finds"}), ("ours", {**insiders, "*": "nothing"})):
        made = repository.make_collection(school=schools["a"], name=f"Bộ {title}", is_shown=True, by=by)
        repository.add_to_collection(made, resource=Resource.objects.get(title=f"Sách {title}"), by=by)
        yield AddressedObject(f"collection {title}", "shown collection", {"collection": made.uuid}, relations)


def _lessons(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create a lesson of school A with a public book."""
    by = viewer_for(people["librarian_a"].person, now=timezone.now())
    save_lessons(LessonList("toan", 6), [LessonLine("Tập hợp")], by=by)
    lesson = Lesson.objects.get()
    link = link_resource(lesson, Resource.objects.get(title="Sách public"), by=by)
    members = dict.fromkeys(("pupil_a", "teacher_a", "head_a"), "sees")
    args = {"lesson": lesson.uuid, "link": link.pk}
    yield AddressedObject("lesson", "lesson", args, {"librarian_a": "owns", **members, "*": "nothing"})


def _loans(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create a title lent to school B, whose teacher has one seat."""
    now, b = timezone.now(), schools["b"]
    lent = a_whole_resource(schools["a"], title="Sách cho mượn")
    open_to(lent, Action.BORROW, f"school:{b.pk}")
    terms = LicenceTerms(seats=3, starts_at=now - DAY)
    licence = add_licence(lent, terms=terms, by=system_viewer(lent.owner_id, now=now))
    loan = borrow(lent, by=viewer_for(people["teacher_b"].person, now=now))
    relations = {"librarian_a": "owns", "teacher_b": "loan", "librarian_b": "borrows", "*": "nothing"}
    yield AddressedObject("lent", "resource", args_of(lent), relations)
    yield AddressedObject("licence", "licence", {"licence": licence.uuid}, {"librarian_a": "owns", "*": "nothing"})
    yield AddressedObject("loan", "loan", {"loan": loan.uuid}, {"teacher_b": "loan", "*": "nothing"})


def _holds(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create a title of school A with two copies, one of them on loan; its pupil waits for another title."""
    now, a = timezone.now(), schools["a"]
    members = dict.fromkeys(("pupil_a", "teacher_a", "head_a"), "borrows")
    relations = {"librarian_a": "owns", **members, "*": "finds"}
    yield _resource("có bản in", a, {Action.DISCOVER: "everyone"}, relations)
    book, waited_for = Resource.objects.get(title="Sách có bản in"), Resource.objects.get(title="Sách public")
    Copy.objects.create(resource=book, holder=a, barcode="GIU-1")
    copy = Copy.objects.create(resource=waited_for, holder=a, barcode="GIU-2")
    by = viewer_for(people["pupil_a"].person, now=now)
    hold = place_hold(waited_for, wants="copy", school=a.pk, by=by)
    args = {"hold": hold.uuid, "copy": copy.uuid, "tomorrow": (now + DAY * 2).date().isoformat()}
    yield AddressedObject("hold", "hold", args, {"librarian_a": "owns", "pupil_a": "self", "*": "nothing"})


def _copies(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create a printed copy of school A, and the protocol of another one that was removed."""
    by = viewer_for(people["librarian_a"].person, now=timezone.now())
    owned = {"librarian_a": "owns", "*": "nothing"}
    book = Resource.objects.get(title="Sách cho mượn")
    copy, gone = copies.add_copies(book, count=2, values=copies.CopyValues(), by=by)
    copies.remove(gone, reason="torn", by=by)
    protocol = copies.enter_withdrawal(day=by.now.date(), voucher="", members="", note="", by=by)
    yield AddressedObject("copy", "copy", {"copy": copy.uuid}, owned)
    yield AddressedObject("withdrawal", "withdrawal", {"withdrawal": protocol.uuid}, owned)


def _lending_desk(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create a copy of school A, a row of its lending rules, and closed days."""
    school, owned = schools["a"], {"librarian_a": "owns", "*": "nothing"}
    by = viewer_for(people["librarian_a"].person, now=timezone.now())
    book = Resource.objects.get(title="Sách cho mượn")
    copy = Copy.objects.create(holder=school, resource=book, barcode="QUAY-1")
    rule = rules.save_rule(school, by=by, kind="audio", days=7)
    today = by.now.date()
    closed = rules.add_closed_days(school, name="Tết", first_day=today, last_day=today + DAY, by=by)
    yield AddressedObject("copy at the desk", "copy at the desk", {"copy": copy.uuid}, owned)
    yield AddressedObject("lending rule", "lending rule", {"rule": rule.pk}, owned)
    yield AddressedObject("closed days", "closed days", {"closed": closed.pk}, owned)


def _reading_lists(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create a shared list of the teacher of school B, who also read its resource and removed an entry and a list."""
    by = viewer_for(people["teacher_b"].person, now=timezone.now())
    mine = {"teacher_b": "self", "*": "nothing"}
    made, gone = (personal.create_list(name=name, by=by) for name in ("Đọc hè", "Danh sách cũ"))
    public, theirs = (Resource.objects.get(title=f"Sách {name}") for name in ("public", "theirs"))
    personal.add_to_list(made, public, by=by)
    personal.remove_from_list(personal.add_to_list(made, theirs, by=by), by=by)
    personal.remove_list(gone, by=by)
    personal.save_choices(subjects=["vat-li"], grades=[], records_reading=True, by=by)
    personal.record_position(public, position={"ms": 0}, by=by)
    token = personal.share_list(made, school_only=False, by=by).share_token
    args = {"reading_list": made.uuid, "token": token, "resource": public.uuid}
    yield AddressedObject("reading list", "reading list", args, mine)
    yield AddressedObject("removed entry", "removed entry", {**args, "resource": theirs.uuid}, mine)
    yield AddressedObject("removed list", "removed list", {"reading_list": gone.uuid}, mine)


def _agreements(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    now = timezone.now()
    ours, theirs = (system_viewer(schools[name].pk, now=now) for name in ("a", "b"))
    proposer = {"librarian_a": "proposer", "head_a": "proposer"}
    both = {**proposer, "librarian_b": "partner", "*": "nothing"}

    def draft(name: str) -> Agreement:
        made = sharing.draft_agreement(partner=schools["b"], title=name, by=ours)
        terms = ClauseTerms(
            giver=schools["a"].pk, actions=("read",), since=now - DAY, role=Role.TEACHER, subject="toan"
        )
        sharing.add_clause(made, terms=terms, by=ours)
        return made

    yield _agreement("drafted", draft("drafted"), {**proposer, "*": "nothing"})
    yield _agreement("proposed", sharing.propose(draft("proposed"), by=ours), both)
    signed = sharing.propose(draft("signed"), by=ours)
    yield _agreement("signed", sharing.accept(signed, wording=signed.wording, by=theirs), both)


def _agreement(name: str, agreement: Agreement, relations: Mapping[str, str]) -> AddressedObject:
    return AddressedObject(name, "agreement", {"agreement": agreement.uuid, "number": 1}, relations)


def _groups(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    by = system_viewer(schools["a"].pk, now=timezone.now())
    lead = {"librarian_a": "lead", "head_a": "lead", "*": "nothing"}
    for name, others, relations in (
        ("group of A", ["c"], lead),
        ("group of A and B", ["b"], {**lead, "librarian_b": "member"}),
    ):
        group = sharing.make_group(name=name, by=by)
        for other in others:
            member = sharing.add_school(group, school=schools[other], by=by)
        yield AddressedObject(name, "group", {"group": group.uuid, "member": member.pk}, relations)


def _uploads(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    for name in ("a", "b"):
        resource = a_book(("Trang một",), owner=schools[name], title=f"Tải lên {name}")
        Resource.objects.filter(pk=resource.pk).update(state=Resource.State.DRAFT)
        upload = Upload.objects.create(
            school=schools[name],
            name="sách.pdf",
            incoming_key=f"incoming/{name}",
            state="review",
            resource=resource,
            created_at=timezone.now(),
        )
        page = resource.pages.get()
        relations = {f"librarian_{name}": "owns", "*": "nothing"}
        yield AddressedObject(f"upload of {name}", "upload", {"upload": upload.uuid, "page": page.uuid}, relations)


def _incoming_files(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create incoming files: each belongs to its sender; for other librarians only the method is checked first."""
    for name, other in (("a", "b"), ("b", "a")):
        group = FileGroup.objects.create(
            school=schools[name], by=people[f"librarian_{name}"], touched_at=timezone.now()
        )
        incoming = IncomingFile.objects.create(group=group, name="sách.pdf", size=5, fingerprint="")
        relations = {f"librarian_{name}": "owns", f"librarian_{other}": "other", "*": "nothing"}
        parts = {"incoming_file": incoming.uuid, "number": 1}
        yield AddressedObject(f"incoming file of {name}", "incoming file", parts, relations)


def _people(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    for actor, school in (("teacher_a", "a"), ("teacher_b", "b")):
        relations = {actor: "self", f"librarian_{school}": "owns", "*": "nothing"}
        yield AddressedObject(
            f"person {actor}", "person", {"pk": people[actor].pk, "person": people[actor].uuid}, relations
        )


def _class_lists(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create for each school a class, a list that waits for its librarian, and one that was imported."""
    for name in ("a", "b"):
        year = year_of(schools[name], "2026-2027")
        owned = {f"librarian_{name}": "owns", "*": "nothing"}
        a_class = class_of(year, "6A1")
        yield AddressedObject(f"class of {name}", "class", {"school_class": a_class.uuid, "year": year.pk}, owned)
        for word, state in (("waiting", "review"), ("imported", "done")):
            made = ListImport.objects.create(
                school=schools[name],
                year=year,
                role=Role.PUPIL,
                acting=people[f"librarian_{name}"],
                file_name="lop.xlsx",
                state=state,
                created_at=timezone.now(),
                touched_at=timezone.now(),
            )
            yield AddressedObject(f"{word} list of {name}", "list", {"list_import": made.uuid}, owned)


def _change_sets(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    for name in ("a", "b"):
        owned = {f"librarian_{name}": "owns", "*": "nothing"}
        for state in ("done", "running"):
            made = ChangeSet.objects.create(
                school=schools[name],
                acting=people[f"librarian_{name}"],
                kind="import",
                title="Sách mới",
                state=state,
                created_at=timezone.now(),
                touched_at=timezone.now(),
            )
            yield AddressedObject(f"{state} changes of {name}", "change set", {"change_set": made.uuid}, owned)


def _scan_lists(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create for each school a list with a book for which a record was found."""
    for name in ("a", "b"):
        by = viewer_for(people[f"librarian_{name}"].person, now=timezone.now())
        made = scanning.begin(by=by)
        book, _is_new = scanning.add(made, entry="9786040000019", by=by)
        Candidate.objects.create(book=book, source="Thư viện tỉnh", values={"title": "Dế Mèn"}, score=1)
        ScannedBook.objects.filter(pk=book.pk).update(state=ScannedBook.State.FOUND)
        owned = {f"librarian_{name}": "owns", "*": "nothing"}
        yield AddressedObject(f"scan list of {name}", "scan list", {"scan_list": made.uuid, "number": 1}, owned)


def _authorities(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    now, owned = timezone.now(), {"librarian_a": "owns", "*": "nothing"}
    cataloguer = viewer_for(people["cataloguer"].person, now=now)
    one, other = (
        create_authority(kind="person", form=Form(heading), by=cataloguer)
        for heading in ("Nguyễn Minh Châu", "Nguyễn Minh Chau")
    )
    description = repository.Description(title="Cỏ lau", creators=["Nguyễn Minh Châu"])
    by = viewer_for(people["librarian_a"].person, now=now)
    repository.create_draft(owner=schools["a"], description=description, by=by)
    args = {"authority": one.uuid, "other": other.uuid, "first": one.uuid, "second": other.uuid}
    yield AddressedObject("authority", "authority", args, owned)
    proposal = propose_form(other, form=Form("Nguyễn Minh Chấu"), by=by)
    yield AddressedObject("proposal", "proposal", {"proposal": proposal.uuid}, owned)


def _authority_files(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create a file of authorities that waits for the cataloguers of its unit."""
    acting = people["cataloguer"]
    made = AuthorityFile.objects.create(
        school=acting.school,
        acting=acting,
        file_name="tieu-de.mrc",
        format="marc",
        size=1,
        loaded=1,
        state=AuthorityFile.State.REVIEW,
        created_at=timezone.now(),
        touched_at=timezone.now(),
    )
    entry = Entry("subject", "Thơ ca", number=1)
    StagedAuthority.objects.create(file=made, number=1, entry=entry.values(), shown=entry.shown, action="new")
    owned = {"cataloguer": "owns", "node_admin": "owns", "*": "nothing"}
    yield AddressedObject("authority file", "authority file", {"file": made.uuid}, owned)


def _import_batches(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    """Create for each school a batch that waits for its librarian, and one whose file was refused."""
    for name in ("a", "b"):
        owned = {f"librarian_{name}": "owns", "*": "nothing"}
        for word, state in (("waiting", "review"), ("refused", "refused")):
            made = ImportBatch.objects.create(
                school=schools[name],
                acting=people[f"librarian_{name}"],
                file_name="koha.mrc",
                format="marc",
                size=1,
                loaded=1,
                state=state,
                created_at=timezone.now(),
                touched_at=timezone.now(),
            )
            StagedRecord.objects.create(batch=made, number=1, raw=b"", action="refused", reason="record_problem")
            yield AddressedObject(f"{word} batch of {name}", "batch", {"batch": made.uuid, "number": 1}, owned)


def _merges(schools: Mapping[str, School], people: Mapping[str, Membership]) -> Iterator[AddressedObject]:
    target, source = (MembershipFactory(school=schools["c"]).person for _account in range(2))
    made = merge(target, source, by=viewer_for(people["node_admin"].person, now=timezone.now()))
    yield AddressedObject("merge", "merge", {"merge": made.uuid}, {"*": "nothing"})


def _desk(name: str, holding: Holding) -> Iterator[AddressedObject]:
    """Create what a school has in the admin."""
    owned = {f"librarian_{name}": "owns", "*": "nothing"}
    collection, page, picture = holding.collection, holding.news, holding.picture
    small = picture.get_rendition("width-20").file.name.rpartition("/")[2]
    keys = {"pk": page.pk, "page_id": page.pk, "page_to_move_id": page.pk, "object_id": page.pk}
    under = {"parent_page_id": holding.home.pk, "destination_id": holding.home.pk}
    sort = {"content_type_app_name": "portal", "content_type_model_name": "newspage"}
    keys |= {**under, **sort, "revision_id": page.latest_revision_id}
    yield AddressedObject(
        f"collection of {name}", "collection", {"pk": collection.pk, "collection": collection.uuid}, owned
    )
    yield AddressedObject(f"desk resource of {name}", "desk resource", {"pk": holding.resource.pk}, owned)
    yield AddressedObject(f"school {name}", "school", {"pk": holding.school.pk, "code": holding.school.code}, owned)
    yield AddressedObject(f"news of {name}", "page", keys, owned)
    yield AddressedObject(
        f"picture of {name}",
        "picture",
        {
            "pk": picture.pk,
            "image_id": picture.pk,
            "name": small,
        },
        owned,
    )
    sentences = {"translation_id": holding.translation.pk, "string_segment_id": holding.sentence.pk}
    yield AddressedObject(
        f"translation of {name}",
        "translation",
        {**sentences, "translation_source_id": holding.translation.source_id},
        owned,
    )


__all__ = ["AddressedObject", "World", "create_world", "repository"]
