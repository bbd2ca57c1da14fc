"""The page First steps: it leads the administrator from an empty database to the first upload."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Node
from portal.actions import rename_node
from portal.desk.forms import NodeNameForm
from portal.first_steps import first_steps
from portal.scoped_admin.viewsets import viewer_of


@require_http_methods(["GET", "HEAD", "POST"])
def first_steps_page(request: HttpRequest) -> HttpResponse:
    """Show the steps, done and open; take the name of the installation."""
    name = Node.objects.filter(is_here=True).values_list("name", flat=True).first() or ""
    form = NodeNameForm(request.POST or None, initial={"name": name})
    if request.method == "POST" and form.is_valid():
        rename_node(name=form.cleaned_data["name"], by=viewer_of(request))
        messages.success(request, _("The name is saved."))
        return redirect("portal:first_steps")
    steps = first_steps()
    following = next((step.name for step in steps if not step.is_done), "")
    return render(request, "portal/desk/first_steps.html", {"steps": steps, "following": following, "form": form})
