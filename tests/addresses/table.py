"""The table of every address of the product, and the status that each kind of person gets there.

A row says: at this route, for objects of this kind, a person with this relation gets this answer. To add an address:
write its row here (readers' and librarians' screens) or its prefix in admin_table.py. An address in neither fails
tests/addresses/test_addresses.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

# An answer by actor, by the actor's relation to the object, or by "*" for all others, in this order.
Answers = Mapping[str, int]


@dataclass(frozen=True)
class Row:
    """One address. `only` limits the row to these objects of the kind; None: the method is not tested."""

    route: str
    kind: str
    get: Answers | None
    post: Answers | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    only: tuple[str, ...] = ()


LOGIN = 302  # to the sign-in, whether or not the object exists
GONE, REFUSED, TAKEN = 404, 403, 409
EVERYONE: Answers = {"*": 200}
NO_METHOD: Answers = {"*": 405}  # no role may use this method; it is refused before the look-up

KNOWN = {"owns": 200, "reads": 200, "finds": 200, "copies": 200, "borrows": 200, "loan": 200}
FIND: Answers = {**KNOWN, "nothing": GONE}
READ: Answers = {**KNOWN, "finds": REFUSED, "copies": REFUSED, "borrows": REFUSED, "nothing": GONE}
# Originals and PDFs are served by a signed address, and not to those who only borrow.
TAKE: Answers = {**READ, "owns": 302, "reads": 302, "loan": REFUSED}
MARK: Answers = {**READ, "anonymous": LOGIN, "owns": 302, "reads": 302, "loan": 302}
OWN: Answers = {"owns": 200, "*": GONE}
OWN_SIGNED_IN: Answers = {"anonymous": LOGIN, **OWN}
DO: Answers = {"owns": 302, "*": GONE}
DO_SIGNED_IN: Answers = {"anonymous": LOGIN, **DO}
SIGNED_IN: Answers = {"anonymous": LOGIN, "*": 200}
NO_METHOD_SIGNED_IN: Answers = {"anonymous": LOGIN, "*": 405}
SIGNERS: Answers = {"librarian_a": 200, "head_a": 200, "librarian_b": 200, "*": GONE}
DESCRIBERS: Answers = {"librarian_a": 200, "librarian_b": 200, "*": GONE}
MANAGERS: Answers = {"librarian_a": 200, "librarian_b": 200, "node_admin": 200, "*": GONE}
LIBRARIANS: Answers = {"anonymous": LOGIN, "librarian_a": 200, "librarian_b": 200, "*": GONE}
NO_METHOD_LIBRARIANS: Answers = {"anonymous": LOGIN, "librarian_a": 405, "librarian_b": 405, "*": GONE}
NODE_ADMIN_ALONE: Answers = {"anonymous": LOGIN, "node_admin": 200, "*": GONE}
EDITORS = ("librarian_a", "librarian_b", "officer", "node_admin")
LESSON_EDITORS: Answers = {"anonymous": LOGIN, **dict.fromkeys(EDITORS, 200), "*": GONE}
LINKING: Answers = {"anonymous": LOGIN, "pupil_a": GONE, "ended": GONE, "cataloguer": GONE, **FIND}
NO_FORMAT: Answers = {"anonymous": LOGIN, "*": GONE}
NOTHING_TO_ENTER: Answers = {"anonymous": LOGIN, "librarian_a": TAKEN, "librarian_b": TAKEN, "*": GONE}
LIBRARIANS_DO: Answers = {**LIBRARIANS, "librarian_a": 302, "librarian_b": 302}
# Scripts get JSON answers, also when they must sign in.
SCRIPTS: Answers = {**LIBRARIANS, "anonymous": 401}
SENDERS: Answers = {"anonymous": 401, "owns": 200, "*": GONE}
NO_METHOD_SCRIPTED: Answers = {"anonymous": 401, "owns": 405, "other": 405, "*": GONE}
PARTIES: Answers = {"proposer": 200, "partner": 200, "nothing": GONE}
PROPOSER: Answers = {"proposer": 302, "partner": TAKEN, "nothing": GONE}
PARTNER: Answers = {"partner": 302, "proposer": TAKEN, "nothing": GONE}
EITHER: Answers = {"proposer": 302, "partner": 302, "nothing": GONE}
TOO_LATE: Answers = {"proposer": TAKEN, "partner": TAKEN, "nothing": GONE}

SENTENCE = {"taker": 0, "role": "teacher", "actions": ["read"], "since": "2026-09-01"}
OPENING = {"audience": "everyone", "actions": ["discover"]}
RESOURCE = "hoc-lieu/<uuid:resource>/"
LESSON = "bai-hoc/<uuid:lesson>/"
DOC = "doc/<uuid:resource>/"
SEE = "xem/<uuid:resource>/"
AGREEMENT = "chia-se/thoa-thuan/<uuid:agreement>/"
COPY = "cho-muon/ban-sach/<uuid:copy>/"
UPLOAD = "so-hoa/<uuid:upload>/"
DESK, RULES = "cho-muon/quay/", "cho-muon/quy-dinh/"
PARTS = "so-hoa/hoc-lieu/<uuid:resource>/"
INCOMING_FILE = "so-hoa/gui/<uuid:incoming_file>/"

OPERATING = (
    Row("healthz", "nothing", EVERYONE, NO_METHOD),
    Row("readyz", "nothing", EVERYONE, NO_METHOD),
    Row(
        "metrics", "nothing", EVERYONE, NO_METHOD
    ),  # any client on this machine; tests/operations/test_probes.py tests the others
)

READING = (
    Row("", "nothing", EVERYONE),
    Row("tim/", "nothing", EVERYONE, NO_METHOD),
    Row("tim/loc/<slug:facet>.json", "nothing", {"*": GONE}, NO_METHOD),  # no such facet
    Row("goi-y/", "nothing", EVERYONE, NO_METHOD),
    Row(RESOURCE, "resource", FIND, NO_METHOD),
    Row(RESOURCE + "qr.svg", "resource", FIND, NO_METHOD),
    Row(RESOURCE + "so-trang/", "resource", OWN_SIGNED_IN, DO_SIGNED_IN, {"body": "1"}),
    Row(
        RESOURCE + "muon/",
        "resource",
        NO_METHOD_SIGNED_IN,
        {"anonymous": LOGIN, "borrows": 302, "loan": 302, "owns": 302, "nothing": GONE},
        only=("lent",),
    ),
    Row(
        RESOURCE + "muon/",
        "resource",
        None,
        {"anonymous": LOGIN, "owns": TAKEN, "reads": REFUSED, "finds": REFUSED, "nothing": GONE},
        only=("public", "ours", "shown"),
    ),
    Row(
        RESOURCE + "muon/",
        "resource",
        None,
        {"anonymous": LOGIN, "owns": REFUSED, "nothing": GONE},
        only=("draft", "withdrawn", "embargoed", "over", "their draft"),
    ),
    Row("bo-suu-tap/<uuid:collection>/", "collection", OWN, NO_METHOD),  # they are not shown to readers
    Row("bo-suu-tap/<uuid:collection>/qr.svg", "collection", OWN, NO_METHOD),
    Row("bo-suu-tap/<uuid:collection>/", "shown collection", FIND, NO_METHOD),
    Row("bo-suu-tap/<uuid:collection>/qr.svg", "shown collection", FIND, NO_METHOD),
    Row("bai-hoc/", "nothing", EVERYONE, NO_METHOD),
    Row("bai-hoc/chuong-trinh.ttl", "nothing", EVERYONE, NO_METHOD),
    Row("bai-hoc/chuong-trinh.rdf", "nothing", EVERYONE, NO_METHOD),
    Row("bai-hoc/nhap/", "nothing", LESSON_EDITORS, {**LESSON_EDITORS, **dict.fromkeys(EDITORS, 400)}),
    Row("bai-hoc/<slug:subject>/<int:grade>/", "nothing", {"*": GONE}, NO_METHOD),  # no such subject
    Row(LESSON, "lesson", {"owns": 200, "sees": 200, "nothing": GONE}, NO_METHOD),
    Row(LESSON + "sua/", "lesson", OWN_SIGNED_IN, DO_SIGNED_IN, {"title": "Tập hợp", "position": "1"}),
    Row(LESSON + "xoa/", "lesson", NO_METHOD_SIGNED_IN, DO_SIGNED_IN),
    Row(LESSON + "tuong-ung/", "lesson", NO_METHOD_SIGNED_IN, DO_SIGNED_IN),
    Row("bai-hoc/lien-ket/<int:link>/quyet-dinh/", "lesson", NO_METHOD_SIGNED_IN, DO_SIGNED_IN, {"do": "accept"}),
    Row("phan-loai/", "nothing", EVERYONE, NO_METHOD),
    Row("phan-loai/nhap/", "nothing", LESSON_EDITORS, {**LESSON_EDITORS, **dict.fromkeys(EDITORS, 400)}),
    Row("phan-loai/so/<str:key>/", "nothing", {"*": GONE}, NO_METHOD),  # no number
    Row(RESOURCE + "bai-hoc/", "resource", LINKING, {**LINKING, **dict.fromkeys(KNOWN, 302)}),
    Row("tu-cua-toi/", "nothing", SIGNED_IN, NO_METHOD_SIGNED_IN),
    Row(
        "tu-cua-toi/<uuid:loan>/tra/",
        "loan",
        NO_METHOD_SIGNED_IN,
        {"anonymous": LOGIN, "loan": 302, "nothing": GONE},
    ),
    # Members of the school that holds the copies wait for them.
    Row(
        RESOURCE + "dat-muon/",
        "resource",
        NO_METHOD_SIGNED_IN,
        {"anonymous": LOGIN, "owns": 302, "borrows": 302, "finds": REFUSED},
        only=("có bản in",),
    ),
    Row(DOC, "resource", READ, NO_METHOD),
    Row(DOC + "sach.json", "resource", READ, NO_METHOD),
    Row(DOC + "tim.json", "resource", READ, NO_METHOD),
    Row(DOC + "cho-doc/", "resource", NO_METHOD, {**READ, "owns": 204, "reads": 204, "loan": 204}, {"ms": "1"}),
    Row(DOC + "dau-trang/", "resource", NO_METHOD_SIGNED_IN, MARK, {"page": "<uuid:page>", "on": "1"}),
    Row(DOC + "in/", "resource", {**READ, "loan": REFUSED}, NO_METHOD),
    Row(DOC + "trang/<uuid:page>.json", "resource", READ, NO_METHOD),
    Row(DOC + "trang/<uuid:page>.jpg", "resource", {**READ, "owns": 302, "reads": 302}, NO_METHOD),
    Row(DOC + "trang/<uuid:page>-<int:width>.webp", "resource", {**READ, "owns": 302, "reads": 302}, NO_METHOD),
    Row(DOC + "trang/<uuid:page>-nho.jpg", "resource", {**READ, "owns": 302, "reads": 302}, NO_METHOD),
    Row(SEE, "resource", READ, NO_METHOD),
    Row(SEE + "luong.m3u8", "resource", READ, NO_METHOD),
    Row(SEE + "doan/<int:number>", "resource", READ, NO_METHOD),
    Row(SEE + "phu-de.vtt", "resource", READ, NO_METHOD),
    Row("bia/<uuid:resource>-nho.webp", "resource", FIND, NO_METHOD),
    Row("bia/<uuid:resource>.jpg", "resource", FIND, NO_METHOD),
    Row("tai-ve/<uuid:resource>/goc/<uuid:file>/", "resource", TAKE, NO_METHOD),
    Row("tai-ve/<uuid:resource>/pdf/", "resource", TAKE, NO_METHOD),
    Row("kho/<str:token>", "nothing", {"*": GONE}, NO_METHOD),
    Row("mau/<slug:code>.css", "school", {"*": GONE}, NO_METHOD),
    Row("media/images/<str:name>", "nothing", {"*": GONE}, NO_METHOD),
    Row("media/images/<str:name>", "picture", {"owns": 200, "node_admin": 200, "nothing": GONE}, NO_METHOD),
)

MINE: Answers = {"anonymous": LOGIN, "self": 200, "*": GONE}
DO_MINE: Answers = {"anonymous": LOGIN, "self": 302, "*": GONE}
SAVE: Answers = {"anonymous": LOGIN, **dict.fromkeys(KNOWN, 302), "nothing": GONE}
DONE: Answers = {"anonymous": LOGIN, "*": 302}
READING_LIST = "tu-cua-toi/danh-sach/<uuid:reading_list>/"
ENTRY = READING_LIST + "<uuid:resource>/"
PERSONAL = (
    Row("tu-cua-toi/dat-muon/<uuid:hold>/huy/", "hold", NO_METHOD_SIGNED_IN, DO_MINE),
    Row("tu-cua-toi/dat-muon/<uuid:hold>/tam-hoan/", "hold", NO_METHOD_SIGNED_IN, DO_MINE, {"until": "<tomorrow>"}),
    Row("tu-cua-toi/dat-muon/<uuid:hold>/cho-tiep/", "hold", NO_METHOD_SIGNED_IN, DO_MINE),
    Row(RESOURCE + "yeu-thich/", "resource", NO_METHOD_SIGNED_IN, SAVE, {"on": "1"}),
    Row(RESOURCE + "danh-sach/", "resource", NO_METHOD_SIGNED_IN, SAVE, {"name": "Ôn tập"}),
    Row("tu-cua-toi/danh-sach/", "nothing", SIGNED_IN, DONE, {"name": "Ôn tập"}),
    Row("danh-sach-chung/<slug:token>/", "nothing", {"*": GONE}, NO_METHOD),
    Row("danh-sach-chung/<slug:token>/", "reading list", EVERYONE, NO_METHOD),  # shared with everyone who has the link
    Row("danh-sach-chung/<slug:token>/theo-doi/", "reading list", NO_METHOD_SIGNED_IN, DONE, {"on": "1"}),
    Row(READING_LIST, "reading list", MINE, NO_METHOD_SIGNED_IN),
    Row(READING_LIST, "removed list", {"anonymous": LOGIN, "*": GONE}, NO_METHOD_SIGNED_IN),
    Row(READING_LIST + "sua/", "reading list", MINE, DO_MINE, {"name": "Tên khác"}),
    Row(READING_LIST + "xoa/", "reading list", NO_METHOD_SIGNED_IN, DO_MINE),
    Row(
        READING_LIST + "khoi-phuc/", "reading list", NO_METHOD_SIGNED_IN, {"anonymous": LOGIN, "*": GONE}
    ),  # it is not removed
    Row(READING_LIST + "khoi-phuc/", "removed list", NO_METHOD_SIGNED_IN, DO_MINE),
    Row(READING_LIST + "chia-se/", "reading list", NO_METHOD_SIGNED_IN, DO_MINE, {"audience": "school"}),
    Row(READING_LIST + "thoi-chia-se/", "reading list", NO_METHOD_SIGNED_IN, DO_MINE),
    Row(READING_LIST + "qr.svg", "reading list", MINE, NO_METHOD_SIGNED_IN),
    Row(ENTRY + "chuyen/", "reading list", NO_METHOD_SIGNED_IN, DO_MINE, {"to": "top"}),
    Row(ENTRY + "ghi-chu/", "reading list", NO_METHOD_SIGNED_IN, DO_MINE, {"note": "Đọc trước"}),
    Row(ENTRY + "bo/", "reading list", NO_METHOD_SIGNED_IN, DO_MINE),
    Row(
        ENTRY + "khoi-phuc/", "reading list", NO_METHOD_SIGNED_IN, {"anonymous": LOGIN, "*": GONE}
    ),  # it is not removed
    Row(ENTRY + "khoi-phuc/", "removed entry", NO_METHOD_SIGNED_IN, DO_MINE),
    Row("tu-cua-toi/lua-chon/", "nothing", SIGNED_IN, DONE, {"subjects": ["toan"], "grades": ["6"]}),
    Row("tu-cua-toi/da-doc/", "nothing", SIGNED_IN, NO_METHOD_SIGNED_IN),
    Row("tu-cua-toi/da-doc/xoa/", "nothing", NO_METHOD_SIGNED_IN, DONE),
    Row("tu-cua-toi/da-doc/<uuid:resource>/xoa/", "reading list", NO_METHOD_SIGNED_IN, DO_MINE),  # the owner read it
    Row("tu-cua-toi/dau-trang/", "nothing", SIGNED_IN, NO_METHOD_SIGNED_IN),
    Row("tu-cua-toi/du-lieu.json", "nothing", SIGNED_IN, NO_METHOD_SIGNED_IN),
)

SHARING = (
    Row("chia-se/", "nothing", SIGNERS, NO_METHOD),
    Row("chia-se/thoa-thuan/moi/", "nothing", SIGNERS, SIGNERS),
    Row(AGREEMENT, "agreement", PARTIES, NO_METHOD),
    Row(AGREEMENT + "mo-ra/", "agreement", PARTIES, NO_METHOD),
    Row(AGREEMENT + "cau/", "agreement", NO_METHOD, {**PARTIES}, SENTENCE),  # no such receiver: the form again
    Row(AGREEMENT + "cau/<int:number>/", "agreement", NO_METHOD, {**PARTIES}, SENTENCE),
    Row(AGREEMENT + "cau/<int:number>/bo/", "agreement", NO_METHOD, PROPOSER, only=("drafted",)),
    Row(AGREEMENT + "cau/<int:number>/bo/", "agreement", None, TOO_LATE, only=("proposed", "signed")),
    Row(AGREEMENT + "de-nghi/", "agreement", NO_METHOD, PROPOSER, only=("drafted",)),
    Row(AGREEMENT + "de-nghi/", "agreement", None, TOO_LATE, only=("proposed", "signed")),
    Row(AGREEMENT + "rut-lai/", "agreement", NO_METHOD, PROPOSER, only=("proposed",)),
    Row(AGREEMENT + "rut-lai/", "agreement", None, TOO_LATE, only=("drafted", "signed")),
    Row(AGREEMENT + "dong-y/", "agreement", NO_METHOD, PARTNER, {"wording": 2}, only=("proposed",)),
    Row(AGREEMENT + "dong-y/", "agreement", None, TOO_LATE, {"wording": 2}, only=("drafted", "signed")),
    Row(AGREEMENT + "tu-choi/", "agreement", NO_METHOD, PARTNER, only=("proposed",)),
    Row(AGREEMENT + "tu-choi/", "agreement", None, TOO_LATE, only=("drafted", "signed")),
    Row(AGREEMENT + "ket-thuc/", "agreement", NO_METHOD, EITHER, only=("signed",)),
    Row(AGREEMENT + "ket-thuc/", "agreement", None, TOO_LATE, only=("drafted", "proposed")),
    Row(AGREEMENT + "bo/", "agreement", NO_METHOD, PROPOSER, only=("drafted",)),
    Row(AGREEMENT + "bo/", "agreement", None, TOO_LATE, only=("proposed", "signed")),
    Row("chia-se/nhom/moi/", "nothing", SIGNERS, SIGNERS),
    Row(
        "chia-se/nhom/<uuid:group>/",
        "group",
        {"lead": 200, "member": 200, "nothing": GONE},
        {"lead": 200, "member": GONE, "nothing": GONE},
    ),
    Row(
        "chia-se/nhom/<uuid:group>/<int:member>/bo/", "group", NO_METHOD, {"lead": 302, "member": GONE, "nothing": GONE}
    ),
    # What pickers offer; tests/sharing/test_pickers.py tests that it is what the form accepts.
    Row("chia-se/nhom/<uuid:group>/chon.json", "group", {"lead": 200, "member": GONE, "nothing": GONE}, NO_METHOD),
    Row("chia-se/chon/truong-doi-tac.json", "nothing", SIGNERS, NO_METHOD),
    Row("chia-se/chon/doi-tuong.json", "nothing", SIGNERS, NO_METHOD),
    Row("chia-se/chon/nguoi.json", "nothing", SIGNERS, NO_METHOD),
    Row("chia-se/chon/bo-suu-tap.json", "nothing", SIGNERS, NO_METHOD),
    Row("chia-se/chon/truong.json", "nothing", MANAGERS, NO_METHOD),
    Row("chia-se/chon/mon-hoc.json", "nothing", DESCRIBERS, NO_METHOD),
    Row("chia-se/chon/lop.json", "nothing", DESCRIBERS, NO_METHOD),
    Row("chia-se/chon/ngon-ngu.json", "nothing", DESCRIBERS, NO_METHOD),
    Row("chia-se/mo/<uuid:resource>/", "resource", OWN, DO, OPENING),
    Row("chia-se/mo/bo-suu-tap/<uuid:collection>/", "collection", OWN, DO, OPENING),
    Row("chia-se/vi-sao/<uuid:resource>/", "resource", FIND, NO_METHOD),
    Row("chia-se/vi-sao/<uuid:resource>/?nguoi=<uuid:person>", "person", {"*": GONE}),  # the resource does not exist
    Row(
        "chia-se/lay-ban/<uuid:resource>/",
        "resource",
        {"librarian_b": 200, "*": GONE},
        {"librarian_b": 302, "*": GONE},
        only=("copied",),
    ),
    Row(
        "chia-se/lay-ban/<uuid:resource>/",
        "resource",
        {"*": GONE},
        {"*": GONE},
        only=("shown", "agreed", "withdrawn", "embargoed"),
    ),
)

OVERSEERS: Answers = {"head_a": 200, "officer": 200, "node_admin": 200, "*": GONE}
OVERVIEW = (
    Row("tong-quan/", "nothing", OVERSEERS, NO_METHOD),
    Row("tong-quan/<slug:table>.<slug:file_format>", "nothing", {"*": GONE}, NO_METHOD),  # no such table
    Row("tong-quan/<slug:table>.<slug:file_format>", "table", OVERSEERS, NO_METHOD),
)

CIRCULATION = (
    Row("cho-muon/<uuid:resource>/", "resource", OWN_SIGNED_IN, OWN_SIGNED_IN),
    Row(
        "cho-muon/giay-phep/<uuid:licence>/so-luot/",
        "licence",
        NO_METHOD_SIGNED_IN,
        DO_SIGNED_IN,
        {"seats": 5},
    ),
    Row("cho-muon/giay-phep/<uuid:licence>/ket-thuc/", "licence", NO_METHOD_SIGNED_IN, DO_SIGNED_IN),
    Row("cho-muon/dat-muon/", "nothing", LIBRARIANS, NO_METHOD_SIGNED_IN),
    Row("cho-muon/dat-muon/<uuid:resource>/", "resource", OWN_SIGNED_IN, NO_METHOD_SIGNED_IN),
    Row(
        "cho-muon/dat-muon/luot/<uuid:hold>/chuyen/",
        "hold",
        NO_METHOD_SIGNED_IN,
        DO_SIGNED_IN,
        {"place": "1", "reason": "Thi"},
    ),
    Row("cho-muon/dat-muon/luot/<uuid:hold>/huy/", "hold", NO_METHOD_SIGNED_IN, DO_SIGNED_IN),
    Row("cho-muon/dat-muon/ban/<uuid:copy>/giu/", "hold", NO_METHOD_SIGNED_IN, DO_SIGNED_IN),
    Row("cho-muon/hoc-lieu/<uuid:resource>/ban-sach/", "resource", OWN_SIGNED_IN, OWN_SIGNED_IN),  # no number of copies
    Row(COPY, "copy", OWN_SIGNED_IN, DO_SIGNED_IN, {"barcode": "TK.00001", "condition": "good"}),
    Row(
        "cho-muon/hoc-lieu/<uuid:resource>/ban-sach/vao-so/",
        "resource",
        NO_METHOD_LIBRARIANS,
        {**DO_SIGNED_IN, "owns": TAKEN},  # no list says anything
    ),
    Row("cho-muon/so-dang-ki/", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row("cho-muon/so-dang-ki/vao-so/", "nothing", NO_METHOD_LIBRARIANS, NOTHING_TO_ENTER),
    Row("cho-muon/so-dang-ki/tai-ve/<slug:file_format>/", "nothing", NO_FORMAT, NO_METHOD_LIBRARIANS),
    Row("cho-muon/nhan-sach/", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row("cho-muon/so-tong-quat/", "nothing", LIBRARIANS, LIBRARIANS),  # an incomplete form
    Row("cho-muon/so-tong-quat/thanh-li/", "nothing", NO_METHOD_LIBRARIANS, LIBRARIANS),  # an incomplete form
    Row("cho-muon/so-tong-quat/bien-ban/<uuid:withdrawal>/", "withdrawal", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row("cho-muon/so-tong-quat/<slug:part>/<slug:file_format>/", "nothing", NO_FORMAT, NO_METHOD_LIBRARIANS),
    Row(COPY + "tinh-trang/", "copy", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, {"state": "lost"}),
    Row(DESK, "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row(DESK + "quet/", "nothing", NO_METHOD_LIBRARIANS, LIBRARIANS, {"text": "123"}),
    Row(
        DESK + "ban-sach/<uuid:copy>/tinh-trang/",
        "copy at the desk",
        NO_METHOD_LIBRARIANS,
        DO_SIGNED_IN,
        {"condition": "worn"},
    ),
    Row(DESK + "ban-sach/<uuid:copy>/mat/", "copy at the desk", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
    Row(DESK + "ban-sach/<uuid:copy>/sua-chua/", "copy at the desk", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
    Row(DESK + "qua-han/", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row(DESK + "the/", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row(DESK + "the/in/", "nothing", NO_METHOD_LIBRARIANS, LIBRARIANS_DO),  # nobody is ticked
    Row(DESK + "the/cap-lai/", "nothing", NO_METHOD_LIBRARIANS, {"anonymous": LOGIN, "*": GONE}),  # no reader
    Row(RULES, "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row(RULES + "mac-dinh/", "nothing", NO_METHOD_LIBRARIANS, LIBRARIANS_DO),
    Row(RULES + "moi/", "nothing", LIBRARIANS, LIBRARIANS),  # an incomplete form
    Row(RULES + "<int:rule>/", "lending rule", OWN_SIGNED_IN, OWN_SIGNED_IN),  # an incomplete form
    Row(RULES + "<int:rule>/xoa/", "lending rule", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
    Row(RULES + "ngay-nghi/", "nothing", NO_METHOD_LIBRARIANS, {**LIBRARIANS, "librarian_a": 400, "librarian_b": 400}),
    Row(RULES + "ngay-nghi/<int:closed>/xoa/", "closed days", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
    Row(RULES + "ngay-trong-tuan/", "nothing", NO_METHOD_LIBRARIANS, LIBRARIANS_DO),
)

INGEST = (
    Row("so-hoa/", "nothing", LIBRARIANS, {**LIBRARIANS, "librarian_a": 400, "librarian_b": 400}),  # no file
    Row("so-hoa/danh-sach/", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row("so-hoa/gui/", "nothing", SCRIPTS, {**SCRIPTS, "librarian_a": 400, "librarian_b": 400}),  # no files
    Row(INCOMING_FILE + "phan/<int:number>/", "incoming file", NO_METHOD_SCRIPTED, {**SENDERS, "owns": 400}),  # no hash
    Row(INCOMING_FILE + "xong/", "incoming file", NO_METHOD_SCRIPTED, {**SENDERS, "owns": TAKEN}),  # nothing was sent
    Row(INCOMING_FILE + "bo/", "incoming file", NO_METHOD_SCRIPTED, SENDERS),
    Row(UPLOAD, "upload", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(UPLOAD + "tien-do/", "upload", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(UPLOAD + "thu-lai/", "upload", NO_METHOD_LIBRARIANS, {**DO_SIGNED_IN, "owns": 409}),  # it waits for its review
    Row(UPLOAD + "huy/", "upload", NO_METHOD_LIBRARIANS, {**OWN_SIGNED_IN, "owns": TAKEN}),  # it awaits review
    Row(UPLOAD + "trang/<uuid:page>/thay/", "upload", NO_METHOD_LIBRARIANS, {**OWN_SIGNED_IN, "owns": 400}),  # no file
    Row(PARTS + "tep/", "resource", OWN_SIGNED_IN, OWN_SIGNED_IN),
    Row(
        PARTS + "phu-de/<uuid:file>/go/", "resource", NO_METHOD_LIBRARIANS, {"anonymous": LOGIN, "*": GONE}
    ),  # no captions
    Row(PARTS + "bia-muc-luc/", "resource", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(PARTS + "bia/", "resource", NO_METHOD_LIBRARIANS, OWN_SIGNED_IN),  # nothing chosen
    Row(PARTS + "muc-luc/", "resource", NO_METHOD_LIBRARIANS, {**DO_SIGNED_IN}),
    Row(UPLOAD + "xem-lai/", "upload", OWN_SIGNED_IN, OWN_SIGNED_IN),
    Row(UPLOAD + "da-cong-bo/", "upload", DO_SIGNED_IN, NO_METHOD_LIBRARIANS),  # it waits for its review
)

RECORD = "bieu-ghi/<uuid:resource>/"
RECORDS = (
    Row(RECORD + "marc/", "resource", OWN_SIGNED_IN, DO_SIGNED_IN, {"tag": "245"}),  # an incomplete form
    Row(RECORD + "tep/<slug:file_format>/", "resource", NO_FORMAT, NO_METHOD_LIBRARIANS),
)

LIST = "danh-sach/nhap/<uuid:list_import>/"
ROSTER = (
    Row("danh-sach/", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row("danh-sach/nam-hoc/<int:year>/", "class", NO_METHOD_LIBRARIANS, {**OWN_SIGNED_IN, "owns": 400}),  # no dates
    Row("danh-sach/lop/<uuid:school_class>/", "class", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(
        "danh-sach/lop/<uuid:school_class>/phieu/", "class", NO_METHOD_LIBRARIANS, {**OWN_SIGNED_IN, "owns": 400}
    ),  # nobody is ticked
    Row("danh-sach/nhap/", "nothing", NO_METHOD_LIBRARIANS, {**LIBRARIANS, "librarian_a": 400, "librarian_b": 400}),
    Row(LIST, "list", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(LIST + "tien-do/", "list", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(LIST + "cot/", "list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, only=("waiting list of a", "waiting list of b")),
    Row(LIST + "cot/", "list", None, {**DO_SIGNED_IN, "owns": TAKEN}, only=("imported list of a",)),
    Row(LIST + "quyet-dinh/", "list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, only=("waiting list of a",)),
    Row(LIST + "quyet-dinh/", "list", None, {**DO_SIGNED_IN, "owns": TAKEN}, only=("imported list of a",)),
    Row(LIST + "can-sua.xlsx", "list", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(LIST + "phieu/", "list", NO_METHOD_LIBRARIANS, {**OWN_SIGNED_IN, "owns": 400}),  # nobody needs one
    Row(LIST + "hoan-tac/", "list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, only=("imported list of a",)),
    Row(LIST + "hoan-tac/", "list", None, {**DO_SIGNED_IN, "owns": TAKEN}, only=("waiting list of a",)),
    Row(LIST + "bo/", "list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, only=("waiting list of a", "waiting list of b")),
    Row(LIST + "bo/", "list", None, {**DO_SIGNED_IN, "owns": TAKEN}, only=("imported list of a",)),
    Row("danh-sach/gop/", "nothing", NODE_ADMIN_ALONE, NODE_ADMIN_ALONE),
    Row(
        "danh-sach/gop/<uuid:merge>/hoan-tac/",
        "merge",
        NO_METHOD_SIGNED_IN,
        {"anonymous": LOGIN, "node_admin": 302, "*": GONE},
    ),
)

CHANGES = "dot-thay-doi/<uuid:change_set>/"
CATALOGUING: Answers = {**LIBRARIANS, "cataloguer": 200, "node_admin": 200}
NO_METHOD_CATALOGUING: Answers = {**NO_METHOD_LIBRARIANS, "cataloguer": 405, "node_admin": 405}
CHANGESETS = (
    Row("dot-thay-doi/", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row(CHANGES, "change set", OWN_SIGNED_IN, NO_METHOD_CATALOGUING),
    Row(CHANGES + "tien-do/", "change set", OWN_SIGNED_IN, NO_METHOD_CATALOGUING),
    Row(CHANGES + "hoan-tac/", "change set", NO_METHOD_CATALOGUING, DO_SIGNED_IN, only=("done changes of a",)),
    Row(CHANGES + "hoan-tac/", "change set", None, {**DO_SIGNED_IN, "owns": TAKEN}, only=("running changes of a",)),
)

CATALOGUING_DOES: Answers = {
    **CATALOGUING,
    "librarian_a": 302,
    "librarian_b": 302,
    "cataloguer": 302,
    "node_admin": 302,
}
CATALOGUERS_DO: Answers = {"anonymous": LOGIN, "cataloguer": 302, "node_admin": 302, "*": GONE}
AUTHORITY, PROPOSAL = "tieu-de-chuan/<uuid:authority>/", "tieu-de-chuan/de-nghi/<uuid:proposal>/"
AUTHORITIES = (
    Row("tieu-de-chuan/", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row("tieu-de-chuan/goi-y.json", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row("tieu-de-chuan/xuat.mrc", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row("tieu-de-chuan/xuat.xml", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row("tieu-de-chuan/xuat.ttl", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row("tieu-de-chuan/xuat.rdf", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row(
        "tieu-de-chuan/moi/",
        "nothing",
        CATALOGUING,
        CATALOGUING_DOES,
        {"kind": "subject", "heading": "Đề mục thử"},
    ),
    Row(AUTHORITY, "authority", CATALOGUING, CATALOGUING_DOES, {"heading": "Nguyễn Minh Châu"}),
    Row(AUTHORITY + "gop/", "authority", NO_METHOD_CATALOGUING, CATALOGUERS_DO, {"target": "<uuid:other>"}),
    Row(AUTHORITY + "tach/", "authority", NO_METHOD_CATALOGUING, CATALOGUERS_DO, {"heading": "Nguyễn Minh Châu"}),
    Row("tieu-de-chuan/<uuid:first>/khac/<uuid:second>/", "authority", NO_METHOD_CATALOGUING, CATALOGUERS_DO),
    Row("tieu-de-chuan/de-nghi/", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row(PROPOSAL + "chap-nhan/", "proposal", NO_METHOD_CATALOGUING, CATALOGUERS_DO),
    Row(PROPOSAL + "tu-choi/", "proposal", NO_METHOD_CATALOGUING, CATALOGUERS_DO, {"reason": "Chưa rõ"}),
    Row(PROPOSAL + "thoi-dung/", "proposal", NO_METHOD_CATALOGUING, DO_SIGNED_IN),
    Row("tieu-de-chuan/giong-nhau/", "nothing", CATALOGUING, NO_METHOD_CATALOGUING),
    Row("tieu-de-chuan/tu-bieu-ghi/", "nothing", CATALOGUING, CATALOGUING, {"text": "không có"}),
    Row("ten/<uuid:authority>/", "authority", OWN, NO_METHOD),  # a draft of school A alone has it
)

CATALOGUERS: Answers = {"anonymous": LOGIN, "cataloguer": 200, "node_admin": 200, "*": GONE}
AUTHORITY_FILE = "nhap-tieu-de-chuan/<uuid:file>/"
AUTHORITY_FILES = (
    Row("nhap-tieu-de-chuan/", "nothing", CATALOGUERS, NO_METHOD_CATALOGUING),
    Row(
        "nhap-tieu-de-chuan/tep/",
        "nothing",
        NO_METHOD_CATALOGUING,
        {**CATALOGUERS, "cataloguer": 400, "node_admin": 400},
    ),
    Row(AUTHORITY_FILE, "authority file", OWN_SIGNED_IN, NO_METHOD_CATALOGUING),
    Row(AUTHORITY_FILE + "tien-do/", "authority file", OWN_SIGNED_IN, NO_METHOD_CATALOGUING),
    Row(AUTHORITY_FILE + "bao-cao.csv", "authority file", OWN_SIGNED_IN, NO_METHOD_CATALOGUING),
    Row(AUTHORITY_FILE + "quyet-dinh/", "authority file", NO_METHOD_CATALOGUING, DO_SIGNED_IN),
    Row(AUTHORITY_FILE + "nhap/", "authority file", NO_METHOD_CATALOGUING, DO_SIGNED_IN),
    Row(AUTHORITY_FILE + "bo/", "authority file", NO_METHOD_CATALOGUING, DO_SIGNED_IN),
)

BATCH = "nhap-bieu-ghi/<uuid:batch>/"
WAITING_BATCH, REFUSED_BATCH = ("waiting batch of a",), ("refused batch of a",)
IMPORTS = (
    Row("nhap-bieu-ghi/", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row("nhap-bieu-ghi/tep/", "nothing", NO_METHOD_LIBRARIANS, {**LIBRARIANS, "librarian_a": 400, "librarian_b": 400}),
    Row("nhap-bieu-ghi/mau-danh-muc.xlsx", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row(BATCH + "cot/", "batch", NO_METHOD_LIBRARIANS, {**DO_SIGNED_IN, "owns": TAKEN}),  # of records, not of a list
    Row(BATCH, "batch", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(BATCH + "tien-do/", "batch", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(BATCH + "bieu-ghi/<int:number>/", "batch", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(BATCH + "bi-loai/", "batch", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(BATCH + "li-do.csv", "batch", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(BATCH + "cach-nhap/", "batch", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, only=WAITING_BATCH),
    Row(BATCH + "cach-nhap/", "batch", None, {**DO_SIGNED_IN, "owns": TAKEN}, only=REFUSED_BATCH),
    Row(BATCH + "quyet-dinh/", "batch", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, only=WAITING_BATCH),
    Row(BATCH + "quyet-dinh/", "batch", None, {**DO_SIGNED_IN, "owns": TAKEN}, only=REFUSED_BATCH),
    Row(BATCH + "nhap/", "batch", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, only=WAITING_BATCH),
    Row(BATCH + "nhap/", "batch", None, {**DO_SIGNED_IN, "owns": TAKEN}, only=REFUSED_BATCH),
    Row(BATCH + "hoan-tac/", "batch", NO_METHOD_LIBRARIANS, {"anonymous": LOGIN, "*": GONE}),  # nothing was imported
    Row(BATCH + "bo/", "batch", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
)

# Sign-in screens redirect users who are signed in; screens for users redirect visitors to the sign-in.
VISITORS: Answers = {"anonymous": 200, "*": 302}
ACCOUNTS = (
    Row("ngon-ngu/setlang/", "nothing", NO_METHOD, {"*": 302}, {"language": "en"}),
    Row("tai-khoan/vai-tro/", "nothing", NO_METHOD_SIGNED_IN, {"anonymous": LOGIN, "*": GONE}),
    Row(
        "tai-khoan/vai-tro/",
        "person",
        None,
        {"anonymous": LOGIN, "self": 302, "*": GONE},
        {"membership": "<uuid:person>"},
    ),
    Row("tai-khoan/login/", "nothing", VISITORS, VISITORS),
    Row("tai-khoan/logout/", "nothing", {"anonymous": 302, "*": 200}, {"*": 302}),
    Row("tai-khoan/inactive/", "nothing", EVERYONE),
    Row("tai-khoan/signup/", "nothing", VISITORS, VISITORS),
    Row("tai-khoan/reauthenticate/", "nothing", SIGNED_IN, SIGNED_IN),
    Row("tai-khoan/email/", "nothing", SIGNED_IN, {"*": 302}),
    Row("tai-khoan/confirm-email/", "nothing", EVERYONE),
    Row("tai-khoan/confirm-email/<key>/", "nothing", EVERYONE),
    Row("tai-khoan/password/change/", "nothing", SIGNED_IN, SIGNED_IN),
    Row("tai-khoan/password/set/", "nothing", {"*": 302}, {"*": 302}),  # every account has a password
    Row("tai-khoan/password/reset/", "nothing", EVERYONE, EVERYONE),
    Row("tai-khoan/password/reset/done/", "nothing", EVERYONE),
    Row("tai-khoan/password/reset/key/1-<key>/", "nothing", EVERYONE),
    Row("tai-khoan/password/reset/key/done/", "nothing", EVERYONE),
    Row("tai-khoan/login/code/confirm/", "nothing", {"*": 302}),
    Row("_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/", "nothing", {"*": GONE}),
    Row("_util/login/", "nothing", {"*": 302}, {"*": 302}),  # to the product's sign-in, which counts failures
)

HELP = (
    Row("tro-giup/", "nothing", EVERYONE, NO_METHOD),
    Row("tro-giup/<slug:slug>/", "nothing", {"*": GONE}, NO_METHOD),  # no such topic
    Row("lien-he/", "nothing", EVERYONE, NO_METHOD),
    Row("lien-he/<slug:code>/", "nothing", {"*": GONE}, NO_METHOD),  # no such school
    Row("quyen-rieng-tu/", "nothing", EVERYONE, NO_METHOD),
    Row("quyen-rieng-tu/<slug:code>/", "nothing", {"*": GONE}, NO_METHOD),
)

SCANS = "bien-muc-sao-chep/<uuid:scan_list>/"
BOOK = SCANS + "<int:number>/"
ISBN = {"entry": "9786042088589"}
COPY_CATALOGUING = (
    Row("bien-muc-sao-chep/", "nothing", LIBRARIANS, NO_METHOD_LIBRARIANS),
    Row("bien-muc-sao-chep/sach-in/", "nothing", LIBRARIANS, LIBRARIANS),  # nothing entered
    Row("bien-muc-sao-chep/sach-in/khong-isbn/", "nothing", LIBRARIANS, LIBRARIANS),  # an incomplete form
    Row(
        "bien-muc-sao-chep/moi/",
        "nothing",
        NO_METHOD_LIBRARIANS,
        {**LIBRARIANS, "librarian_a": 302, "librarian_b": 302},
        ISBN,
    ),
    Row(
        "bien-muc-sao-chep/tu-nhap/",
        "nothing",
        LIBRARIANS,
        {**LIBRARIANS, "librarian_a": 302, "librarian_b": 302},
        {"title": "Dế Mèn phiêu lưu kí"},
    ),
    Row(SCANS, "scan list", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(SCANS + "them/", "scan list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN, ISBN),
    Row(SCANS + "tien-do/", "scan list", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(SCANS + "nhan-het/", "scan list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
    Row(BOOK, "scan list", OWN_SIGNED_IN, NO_METHOD_LIBRARIANS),
    Row(BOOK + "tu-nhap/", "scan list", OWN_SIGNED_IN, DO_SIGNED_IN, {"title": "Dế Mèn phiêu lưu kí"}),
    Row(BOOK + "sach-in/", "scan list", OWN_SIGNED_IN, OWN_SIGNED_IN),  # an incomplete form
    Row(BOOK + "nhan/", "scan list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
    Row(BOOK + "bo-qua/", "scan list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
    Row(BOOK + "hoan-tac/", "scan list", NO_METHOD_LIBRARIANS, {**DO_SIGNED_IN, "owns": TAKEN}),  # nothing was taken
    Row(BOOK + "hoi-lai/", "scan list", NO_METHOD_LIBRARIANS, DO_SIGNED_IN),
)

ROWS: tuple[Row, ...] = (
    *OPERATING,
    *READING,
    *PERSONAL,
    *HELP,
    *SHARING,
    *OVERVIEW,
    *CIRCULATION,
    *INGEST,
    *RECORDS,
    *ROSTER,
    *CHANGESETS,
    *COPY_CATALOGUING,
    *AUTHORITIES,
    *AUTHORITY_FILES,
    *IMPORTS,
    *ACCOUNTS,
)
