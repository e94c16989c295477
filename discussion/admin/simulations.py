from dataclasses import dataclass, fields
from typing import Any, Self

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from discussion.admin.reading import ReadingAdmin
from discussion.models import Comment, Says, Simulation
from discussion.screening.rule import Mode, Options
from discussion.screening.setting import rule_named, title_of
from discussion.screening.simulating import go_on, is_lost, stop
from kit.redirects import SeeOther

AGAIN = 2  # seconds after which a page that shows progress asks again


@dataclass(frozen=True)
class Outcome:
    """What one side would have said: "hold", of so many comments."""

    says: str
    count: int
    down: int
    stand: int
    latest: list[Comment]

    @classmethod
    def of(cls, says: str, found: dict[str, Any], comments: dict[int, Comment]) -> Self:
        latest = [comments[pk] for pk in found["latest"] if pk in comments]
        return cls(str(Says(says).label), found["count"], found["down"], found["stand"], latest)

    @property
    def decided(self) -> int:
        return self.down + self.stand

    @property
    def open(self) -> int:
        return self.count - self.decided

    @property
    def precision(self) -> int | None:
        return round(100 * self.down / self.decided) if self.decided else None


@dataclass(frozen=True)
class Side:
    """Settings, and what they would have led to."""

    title: str
    told: list[tuple[str, str]]  # the settings, in words
    outcomes: list[Outcome]


@admin.register(Simulation)
class SimulationAdmin(ReadingAdmin):
    """Trials of rules on what was posted already: begun on the form of a rule, looked at here."""

    list_display = ("rule", "started_at", "state", "progress")
    ordering = ("-pk",)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Trials of rules on the last 30 days")})

    @admin.display(description=_("rule"))
    def rule(self, simulation: Simulation) -> str:
        return title_of(simulation.code)

    @admin.display(description=_("progress"))
    def progress(self, simulation: Simulation) -> str:
        return f"{simulation.percent} %"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.standing)
        return [path("<int:pk>/standing/", view, name="discussion_simulation_standing"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        simulation = self.get_object(request, object_id)
        if simulation is None or not self.has_view_permission(request, simulation):
            return super().change_view(request, object_id, form_url, extra_context)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title_of(simulation.code),
            "simulation": simulation,
            "sides": sides(simulation),
            "lost": is_lost(simulation),
            "rule": rule_named(simulation.code),
        }
        page = TemplateResponse(request, "admin/discussion/screening/simulation.html", context)
        if simulation.running and not context["lost"]:
            page["Refresh"] = str(AGAIN)
        return page

    def standing(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST with `stop` stops it after the batch under way, any other lets it go on."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        act = stop if "stop" in request.POST else go_on
        act(get_object_or_404(Simulation, pk=pk))
        return SeeOther(reverse("admin:discussion_simulation_change", args=[pk]))


def sides(simulation: Simulation) -> list[Side]:
    """What was tried first. One query."""
    wanted = [pk for side in simulation.result.values() for found in side.values() for pk in found["latest"]]
    comments = Comment.objects.select_related("voice__user", "thread__article").in_bulk(wanted)
    current = simulation.current
    tried = _told(simulation.code, simulation.says, simulation.options)
    now = _told(simulation.code, current["says"], current["options"], current["mode"])
    return [
        Side(str(_("As tried")), tried, _outcomes(simulation, "tried", comments)),
        Side(str(_("As it was set")), now, _outcomes(simulation, "current", comments)),
    ]


def _outcomes(simulation: Simulation, name: str, comments: dict[int, Comment]) -> list[Outcome]:
    """The strictest first."""
    found = simulation.result.get(name, {})
    return [Outcome.of(says, found[says], comments) for says in reversed(Says.values) if says in found]


def _told(code: str, says: str, stored: dict[str, Any], mode: str = "") -> list[tuple[str, str]]:
    rule = rule_named(code)
    options = rule.options.of(stored) if rule else Options()
    told = [(str(_("What it asks for")), str(Says(says).label))]
    if mode:
        told.insert(0, (str(_("Mode")), str(Mode(mode).label)))
    for one in fields(options):
        told.append((str(one.metadata["label"]), _words(getattr(options, one.name))))
    return told


def _words(value: object) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return ", ".join(str(value).splitlines()) or "–"
