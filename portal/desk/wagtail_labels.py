"""Labels that Wagtail and wagtail-localize write in English in their code, replaced by ones that gettext translates."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.workflows import WorkflowPageForm
from wagtail.sites.views import IndexView
from wagtail_localize.models import LocaleSynchronization, LocaleSynchronizationModelForm
from wagtail_localize.views.report import TranslationsReportFilterSet


class SynchronizationForm(LocaleSynchronizationModelForm):
    """The form of wagtail-localize with a translatable label."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sync_from"].label = _("Copy content from")


def replace_english_labels() -> None:
    """Set the labels of the list of sites, of the report of translations and of two forms."""
    sites = {"port": _("Port"), "site_name": _("Site name"), "root_page": _("Root page")}
    for column in IndexView.columns:
        column.label = sites.get(column.name, column.label)
    filters = TranslationsReportFilterSet.base_filters
    filters["source_locale"].label = _("Language of the original")
    filters["target_locale"].label = _("Language of the translation")
    WorkflowPageForm.base_fields["page"].label = _("Page")
    LocaleSynchronization.base_form_class = SynchronizationForm
