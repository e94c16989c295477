from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from discussion.admin.reading import ReadingAdmin
from discussion.admin.screening_form import RuleForm
from discussion.models import ScreeningRule
from discussion.screening import in_force
from discussion.screening.counting import Tally, tallies
from discussion.screening.pipeline import InForce
from discussion.screening.rule import Mode
from discussion.screening.setting import rule_in_force, rule_named, set_rule, title_of
from discussion.screening.simulating import start
from kit.redirects import SeeOther

TRY = "_try"


class Row(NamedTuple):
    """One rule in the list."""

    one: InForce
    tally: Tally
    mode: str  # in a word

    @property
    def code(self) -> str:
        return self.one.rule.code


@admin.register(ScreeningRule)
class ScreeningRuleAdmin(ReadingAdmin):
    """All rules of the product, whether somebody has changed them or not; an address names a rule by its code."""

    object_history_template = "admin/discussion/screening/history.html"

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> ScreeningRule | None:
        """Made with the first change: until then it is only as it would be. Ids name the same."""
        named = ScreeningRule.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        rule = rule_named(named.code if named else object_id)
        if rule is None:
            return None
        return ScreeningRule(code=rule.code, mode=rule.mode, says=rule.says)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        counted = tallies()
        modes = {Mode.ON: _("On"), Mode.SHADOW: _("Shadow"), Mode.OFF: _("Off")}
        rows = [Row(one, counted[one.rule.code], modes[Mode(one.mode)]) for one in in_force()]
        return self._page(request, "admin/discussion/screening/rules.html", {"title": _("Screening"), "rows": rows})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        row = self.get_object(request, object_id)
        rule = rule_named(row.code) if row else None
        if rule is None:
            raise Http404
        form = RuleForm(rule_in_force(rule), request.POST if request.method == "POST" else None)
        trying = TRY in request.POST
        if trying and not rule.replayable:
            form.add_error(None, _("This rule cannot be tried: what it reads is not kept of comments."))
        if form.is_valid():
            return self._try(form) if trying else self._save(request, form)
        context = {"title": rule.title, "rule": rule, "form": form, "tally": tallies()[rule.code]}
        return self._page(
            request, "admin/discussion/screening/rule.html", context, status=422 if form.is_bound else 200
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The log names rules by their codes."""
        row = self.get_object(request, object_id)
        told = {"rule": title_of(row.code)} if row else {}
        return super().history_view(request, row.code if row else object_id, told)

    def _try(self, form: RuleForm) -> HttpResponse:
        simulation = start(form.as_set)
        return SeeOther(reverse("admin:discussion_simulation_change", args=[simulation.pk]))

    def _save(self, request: HttpRequest, form: RuleForm) -> HttpResponse:
        now = form.as_set
        changed = set_rule(rule=now.rule, by=request.user, mode=now.mode, says=now.says, options=now.options)  # type: ignore[arg-type]
        told = _("%(rule)s is set: %(changed)s.") if changed else _("%(rule)s stays as it was.")
        messages.success(request, told % {"rule": now.rule.title, "changed": changed})
        return SeeOther(reverse("admin:discussion_screeningrule_changelist"))

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        told = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, name, told, status=status)
