"""URLs of agreements, groups, grants, reasons and copies."""

from django.urls import URLPattern, path

from sharing.views import agreements, drafting, groups, pickers, resources

app_name = "sharing"

AGREEMENT = "thoa-thuan/<uuid:agreement>/"

urlpatterns: list[URLPattern] = [
    path("", agreements.agreements, name="agreements"),
    path("thoa-thuan/moi/", agreements.new_agreement, name="new_agreement"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(AGREEMENT + "mo-ra/", agreements.whole_preview, name="preview"),
    path(AGREEMENT + "cau/", drafting.add_clause, name="add_clause"),
    path(AGREEMENT + "cau/<int:number>/", drafting.change_clause, name="change_clause"),
    path(AGREEMENT + "cau/<int:number>/bo/", drafting.remove_clause, name="remove_clause"),
    path(AGREEMENT + "de-nghi/", agreements.propose, name="propose"),
    path(AGREEMENT + "rut-lai/", agreements.withdraw_proposal, name="withdraw_proposal"),
    path(AGREEMENT + "dong-y/", agreements.accept, name="accept"),
    path(AGREEMENT + "tu-choi/", agreements.decline, name="decline"),
    path(AGREEMENT + "ket-thuc/", agreements.end, name="end"),
    path(AGREEMENT + "bo/", agreements.delete_draft, name="delete_draft"),
    path("nhom/moi/", groups.new_group, name="new_group"),
    path("nhom/<uuid:group>/", groups.group, name="group"),
    path("nhom/<uuid:group>/chon.json", pickers.find_members, name="find_members"),
    path("nhom/<uuid:group>/<int:member>/bo/", groups.remove_member, name="remove_member"),
    path("chon/truong-doi-tac.json", pickers.find_partners, name="find_partners"),
    path("chon/doi-tuong.json", pickers.find_audiences, name="find_audiences"),
    path("chon/nguoi.json", pickers.find_people, name="find_people"),
    path("chon/bo-suu-tap.json", pickers.find_collections, name="find_collections"),
    path("chon/truong.json", pickers.find_schools, name="find_schools"),
    path("chon/mon-hoc.json", pickers.find_subjects, name="find_subjects"),
    path("chon/lop.json", pickers.find_grades, name="find_grades"),
    path("chon/ngon-ngu.json", pickers.find_languages, name="find_languages"),
    path("mo/<uuid:resource>/", resources.resource_grants, name="resource_grants"),
    path("mo/bo-suu-tap/<uuid:collection>/", resources.collection_grants, name="collection_grants"),
    path("vi-sao/<uuid:resource>/", resources.why, name="why"),
    path("lay-ban/<uuid:resource>/", resources.take_copy, name="take_copy"),
]
