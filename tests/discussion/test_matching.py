"""Which addresses and networks a pattern means, and which patterns are refused."""

import pytest

from discussion.models import Restriction
from discussion.moderating import restrict
from discussion.permissions import NotAllowed
from discussion.restricting.matching import (
    BadPattern,
    email_matches,
    email_pattern,
    network,
    network_holds,
)
from people.models import User
from people.roles import MODERATORS
from tests.discussion.test_moderating import staff
from tests.factories import person
from tests.pages.attacks import attacks

pytestmark = pytest.mark.django_db

Kind = Restriction.Kind
WHY = "Three insults in a week."


@pytest.fixture
def mod():
    return staff(MODERATORS)


@pytest.mark.parametrize(
    "pattern, email",
    [
        ("*@example.net", "Anna@Example.NET"),
        ("anna@example.net", "anna+two@example.net"),
        ("u.s.e.r@gmail.com", "user+x@googlemail.com"),
        ("user@gmail.com", "U.s.er@gmail.com"),
        ("spam*@*", "spam.machine@anywhere.example"),
        ("*@*.example.net", "a@mail.example.net"),
    ],
)
def test_a_pattern_means_an_address_however_it_is_written(pattern, email):
    assert email_matches(email_pattern(pattern), email)


@pytest.mark.parametrize(
    "pattern, email",
    [
        ("*@example.net", "anna@example.net.evil.example"),
        ("*@example.net", "anna@mail.example.net"),
        ("a.b@example.net", "ab@example.net"),
        ("anna@example.net", "joanna@example.net"),
        ("*@example.net", ""),
    ],
)
def test_a_pattern_means_nobody_else(pattern, email):
    assert not email_matches(email_pattern(pattern), email)


@pytest.mark.parametrize(
    "pattern",
    ["", "*", "*@*", "a*@*.com", "*@*.com", "no address", "a@b@c", "a+b@example.net", "*a*b*c*d*@example.net"],
)
def test_patterns_that_are_none_or_mean_everybody_are_refused_with_words(mod, pattern):
    with pytest.raises(NotAllowed, match=r"\w+ \w+"):
        restrict(kind=Kind.EMAIL, pattern=pattern, by=mod, reason=WHY)
    assert not Restriction.objects.exists()


@pytest.mark.parametrize(
    "pattern", ["0.0.0.0/0", "::/0", "10.0.0.0/15", "2001::/31", "::ffff:0:0/96", "300.1.1.1", "x", "", "1.2.3.4/33"]
)
def test_networks_that_are_none_or_too_wide_are_refused_with_words(mod, pattern):
    with pytest.raises(NotAllowed, match=r"network|too wide"):
        restrict(kind=Kind.ADDRESS, pattern=pattern, by=mod, reason=WHY)


def test_whatever_strings_others_attack_with_are_no_patterns():
    for text in attacks():
        for check in (email_pattern, network):
            try:
                kept = check(text)
            except BadPattern as wrong:
                assert str(wrong)
            else:
                assert kept.isprintable() and not set(kept) & set('<>" ')


@pytest.mark.parametrize(
    "kept, address, held",
    [
        ("203.0.113.0/24", "203.0.113.9", True),
        ("203.0.113.0/24", "::ffff:203.0.113.9", True),
        ("203.0.113.0/24", "203.0.114.9", False),
        ("2001:db8::/48", "2001:db8::1", True),
        ("2001:db8::/48", "203.0.113.9", False),
        ("203.0.113.0/24", "nonsense", False),
    ],
)
def test_a_network_holds_its_addresses(kept, address, held):
    assert network_holds(kept, address) == held


def test_a_network_is_kept_as_what_it_is():
    assert network("::ffff:203.0.113.7/120") == "203.0.113.0/24"
    assert network(" 203.0.113.7 ") == "203.0.113.7/32"


def test_nobody_bans_who_works_here_or_his_own_network(mod):
    editor = person("editor", is_staff=True)
    with pytest.raises(NotAllowed, match="works here"):
        restrict(kind=Kind.EMAIL, pattern="*@example.org", by=mod, reason=WHY)
    with pytest.raises(NotAllowed, match="you write from"):
        restrict(kind=Kind.ADDRESS, pattern="203.0.113.0/24", by=mod, reason=WHY, address="203.0.113.5")
    User.objects.filter(pk=editor.pk).update(email="editor@example.net")
    with pytest.raises(NotAllowed, match="works here"):
        restrict(kind=Kind.EMAIL, pattern="*@example.net", by=mod, reason=WHY)
