"""Uses pages as somebody without script does: goes by what links, buttons and fields are called, sends the forms
that stand in the page, with their hidden fields and tokens, and follows where the answer leads.
"""

import re
from urllib.parse import urljoin, urlsplit, urlunsplit

import html5lib
from django.test import Client

ORIGIN = "http://testserver"
REDIRECTS = (301, 302, 303, 307, 308)


class Visitor:
    """One browser. What he sends without a token of his own is refused, as in production."""

    def __init__(self, user=None, **defaults):
        self.client = Client(enforce_csrf_checks=True, **defaults)
        if user:
            self.client.force_login(user)

    def open(self, address):
        return self._go("get", urljoin(ORIGIN, address), None, [])

    def _go(self, method, address, fields, answers):
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}" == ORIGIN, f"leaves the site: {address}"
        target = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        response = getattr(self.client, method)(target, fields)
        answers = [*answers, response.status_code]
        if response.status_code not in REDIRECTS:
            return Page(self, response, address, answers)
        assert len(answers) < 10, "redirects for ever"
        kept = method if response.status_code in (307, 308) else "get"
        return self._go(kept, urljoin(address, response["Location"]), fields if kept == method else None, answers)


class Page:
    """Where a request ended. `answers` are the statuses on the way, the page's own last."""

    def __init__(self, visitor, response, address, answers):
        self.visitor = visitor
        self.response = response
        self.status = response.status_code
        self.answers = answers
        self.address = address.removeprefix(ORIGIN)
        self.html = response.content.decode()
        self.parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
        self.tree = self.parser.parse(self.html)
        for template in self.tree.iter("template"):  # nobody sees what scripts clone
            template.clear()
        self.parents = {child: parent for parent in self.tree.iter() for child in parent}

    # What stands there

    @property
    def words(self):
        return words_of(self.tree.find("body"))

    @property
    def title(self):
        return words_of(self.tree.find("head/title"))

    @property
    def heading(self):
        return words_of(self.tree.find(".//h1"))

    def all(self, tag="*", of=None, **attributes):
        """Elements by tag and attributes; `class_` asks for one of the classes."""
        start = self.tree if of is None else of
        return [element for element in start.iter() if _is(element, tag, attributes)]

    def one(self, tag="*", of=None, **attributes):
        (element,) = self.all(tag, of, **attributes)
        return element

    def said(self, **attributes):
        """The words of every element with these attributes, in the order of the page."""
        return [words_of(element) for element in self.all(**attributes)]

    def links(self, name=None, of=None):
        return [link for link in self.all("a", of) if "href" in link.attrib and self._called(link, name)]

    def link(self, name, of=None):
        return self._only(self.links(name, of), f"link {name!r}")

    def buttons(self, name=None, of=None):
        return [button for button in self.all("button", of) if self._called(button, name)]

    def button(self, name, of=None):
        return self._only(self.buttons(name, of), f"button {name!r}")

    def field(self, label):
        named = [element for element in self.all("label") if words_of(element) == label]
        found = [
            control
            for element in named
            for control in self.all()
            if control.get("id") == element.get("for") and control.get("id")
        ]
        return self._only(found, f"field {label!r}")

    def text_in(self, label):
        control = self.field(label)
        # A textarea's first line break is not part of what it holds; html5lib has dropped it already.
        return (control.text or "") if control.tag == "textarea" else control.get("value", "")

    # What can be done

    def follow(self, name, of=None):
        return self.visitor.open(urljoin(ORIGIN + self.address, self.link(name, of).get("href")))

    def press(self, name, fill=None, of=None):
        """Sends the button's form; `fill` is what is typed first: {label: text}."""
        button = self.button(name, of)
        assert "disabled" not in button.attrib, f"{name} is disabled"
        form = self._form(button)
        typed = {self.field(label).get("name"): text for label, text in (fill or {}).items()}
        fields = self._fields(form) | typed
        if button.get("name"):
            fields[button.get("name")] = button.get("value", "")
        target = urljoin(ORIGIN + self.address, button.get("formaction") or form.get("action") or self.address)
        fields = {key: re.sub("\r\n|\r|\n", "\r\n", value) for key, value in fields.items()}
        return self.visitor._go(form.get("method", "get").lower(), target, fields, [])

    def _form(self, control):
        if control.get("form"):
            return self.one("form", id=control.get("form"))
        element = control
        while element.tag != "form":
            element = self.parents[element]
        return element

    def _fields(self, form):
        fields = {}
        for control in [*self.all("input"), *self.all("textarea")]:
            if not control.get("name") or "disabled" in control.attrib or not self._belongs(control, form):
                continue
            if control.get("type") in ("checkbox", "radio") and "checked" not in control.attrib:
                continue
            fields[control.get("name")] = self._value(control)
        for control in self.all("select"):
            if self._belongs(control, form):
                fields[control.get("name")] = self.one("option", control, selected="").get("value")
        return fields

    def _value(self, control):
        if control.tag == "textarea":
            return control.text or ""
        return control.get("value", "on" if control.get("type") in ("checkbox", "radio") else "")

    def _belongs(self, control, form):
        if control.get("form"):
            return control.get("form") == form.get("id")
        return control in form.iter()

    def _called(self, element, name):
        called = element.get("aria-label") or words_of(element)
        return name is None or (called == name if isinstance(name, str) else bool(name.search(called)))

    def _only(self, found, what):
        assert len(found) == 1, f"{len(found)} times {what} on {self.address} ({self.status}): {self.words[:300]}"
        return found[0]


def words_of(element):
    return " ".join("".join(element.itertext()).split())


def _is(element, tag, attributes):
    if not isinstance(element.tag, str) or tag not in ("*", element.tag):
        return False
    for name, value in attributes.items():
        if name == "class_":
            if value not in element.get("class", "").split():
                return False
        elif element.get(name.replace("_", "-")) != value:
            return False
    return True
