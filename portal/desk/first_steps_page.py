"""The page First steps, for the administrator of an empty database; and hiding the steps of a librarian."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Node
from portal.actions import rename_node, show_librarian_steps
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


@require_POST
def hide_librarian_steps(request: HttpRequest) -> HttpResponse:
    """Hide the first steps on the desk of this person, or show them again."""
    show_librarian_steps(request.user, shown=request.POST.get("show") == "1")
    return redirect("wagtailadmin_home")
