import pytest
from django.core.exceptions import ValidationError

from people import names
from people.lookalikes import skeleton
from people.models import User
from tests.factories import person
from tests.people.visiting import logged_in

GOOD = [
    *("Ada", "Ada Lovelace", "José-María O’Neill", "Łukasz", "Ægir Þór", "André", "D’Arcy", "Ada 2", "007"),
    *(
        "Иван Петров",
        "Ωμέγα",
        "山田太郎",
        "佐藤 Tom",
        "ひらがな",
        "김철수",
        "王小明",
        "محمد",
        "שרה",
        "ก้อง",
        "Đặng Thị Hà",
    ),
    *("नरेन्द्र", "क्‍ष", "علی‌رضا", "Tom Иванов", "Ada 🌻"),
]
BAD = {
    "invisible": [
        *("Ada\u200bLovelace", "\u200bAda", "Ada\u202eecalevoL", "\u2066Ada\u2069", "Ada\u00ad", "\ufeffAda"),
        *("Ada\nLovelace", "Ada\tLovelace", "Ada\x00", "Ada\x1b[31m", "Ada\u2028Lovelace", "Ada\x85"),
        *("Ada\ue000", "Ada\U000f0000", "Ada\u0378", "Ada\U000e0041", "Ada\u3164", "\u115f\u1160", "Ada\u2800"),
        *("Ada\ufe0f", "A\u200dda", "Ad\u200ca", "\u200cعلی", "Ada\u200d", "Ada\u034f", "Ada\ud800"),
    ],
    "empty": ["...", "🌻", "- -", "_", "'"],
    "marks": ["Z\u0329\u0334\u0316algo", "A\u0300\u0316\u0323\u0330da", "Ada\u20dd\u20dd\u20dd"],
    "mixed": ["аdmin", "Аdа", "pаypal", "Elin Маrsh", "Ωmega", "Αda", "Adа"],
}


@pytest.mark.parametrize("name", GOOD)
def test_names_of_all_the_world_are_taken(name):
    names.check_name(names.normal_name(name))


@pytest.mark.parametrize(("why", "name"), [(why, name) for why, bad in BAD.items() for name in bad])
def test_names_that_hide_or_deceive_are_refused(why, name):
    with pytest.raises(ValidationError) as refused:
        names.check_name(names.normal_name(name))
    assert refused.value.code == why


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\u00a0\u3000Lovelace", "Ada Lovelace"),
        ("Ａｄａ", "Ada"),
        ("ﬁona", "fiona"),
        ("Jose\u0301", "José"),
        ("𝐀𝐝𝐚", "Ada"),
    ],
)
def test_a_name_is_kept_in_one_form(typed, kept):
    assert names.normal_name(typed) == kept


@pytest.mark.parametrize("handle", ["ADMIN", "ａｄｍｉｎ", " Admin ", "𝖺𝖽𝗆𝗂𝗇"])
def test_handles_that_differ_in_case_and_width_are_one(handle):
    assert names.normal_handle(handle) == "admin"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "elin marsh",
            "ELIN MARSH",
            "Elin Rnarsh",
            "E1in Marsh",
            "Elín Marsh",
            "ElinMarsh",
            "Elin_Marsh",
            "EIin Marsh",
        ),
        *("Еlin Marsh", "Elin Mаrsh", "Ｅｌｉｎ Marsh", "Elin  Marsh", "3ditor", "Ed1tor", "editor"),
    ],
)
@pytest.mark.django_db
def test_nobody_is_taken_for_one_of_the_staff(name):
    person("editor1", display_name="Elin Marsh", is_staff=True)
    person("editor", display_name="Somebody", is_staff=True)
    person("ed3tor", display_name="3ditor", is_staff=True)
    with pytest.raises(ValidationError) as refused:
        names.check_not_of_staff(names.normal_name(name), by=None)
    assert refused.value.code == "staff"


@pytest.mark.parametrize("name", ["Ellen Marsh", "Elin Marshall", "Erin Marsh", "Robin"])
@pytest.mark.django_db
def test_names_that_are_only_near_those_of_the_staff_are_taken(name):
    person("editor1", display_name="Elin Marsh", is_staff=True)
    names.check_not_of_staff(name, by=None)


@pytest.mark.parametrize(
    "name", ["Admin", "ADM1N", "moderator", "M0derator", "Former reader", "former12", "FORMER7", "Stáff"]
)
def test_what_the_site_needs_is_reserved(name):
    with pytest.raises(ValidationError):
        names.check_not_reserved(name)


def test_a_word_beside_a_reserved_one_is_free():
    for name in ("Adminton", "Formerly", "former", "Stafford", "Teamster"):
        names.check_not_reserved(name)


@pytest.mark.django_db
def test_display_names_may_repeat():
    person("ada", display_name="Ada")
    assert person("ada2", display_name="Ada").display_name == "Ada"


@pytest.mark.django_db
def test_a_user_is_checked_whoever_makes_him():
    person("elin", display_name="Elin Marsh", is_staff=True)
    with pytest.raises(ValidationError, match="somebody who works here"):
        person("other", display_name="EIin Marsh")
    with pytest.raises(ValidationError, match="taken"):
        User.objects.create_user("ＥＬＩＮ", "elin2@example.org")
    with pytest.raises(ValidationError, match="invisible"):
        person("other", display_name="Ada\u202e")


@pytest.mark.django_db
def test_a_name_that_came_before_the_staffs_does_not_stand_in_the_way():
    ben = person("ben", display_name="Elin Marsh")
    person("elin", display_name="Elin Marsh", is_staff=True)
    ben.full_clean()


@pytest.mark.django_db
def test_demo_accounts_bear_reserved_handles():
    assert person("moderator", is_staff=True).handle == "moderator"


@pytest.mark.django_db
def test_a_reader_changes_his_name(monkeypatch):
    told = []
    monkeypatch.setattr(names, "changed", [lambda user: told.append(user.display_name)])
    ada = person("ada")
    response = logged_in(ada).post("/accounts/name/", {"display_name": "  Ada  Byron "})
    assert response.status_code == 303
    ada.refresh_from_db()
    assert (ada.display_name, told) == ("Ada Byron", ["Ada Byron"])


@pytest.mark.django_db
def test_a_change_that_somebody_else_cannot_follow_does_not_happen(monkeypatch):
    def fails(user):
        raise RuntimeError

    monkeypatch.setattr(names, "changed", [fails])
    ada = person("ada")
    with pytest.raises(RuntimeError):
        names.change_display_name(user=ada, to="Ada Byron")
    assert User.objects.get(pk=ada.pk).display_name == "Ada"


@pytest.mark.parametrize("name", ["", "Moderator", "Аdа", "A\u202eda", "Elin Marsh", "a" * 61])
@pytest.mark.django_db
def test_a_bad_name_is_refused_and_kept_in_the_form(name):
    person("elin", display_name="Elin Marsh", is_staff=True)
    ada = person("ada")
    response = logged_in(ada).post("/accounts/name/", {"display_name": name})
    assert response.status_code == 422
    assert "errorlist" in response.content.decode()
    ada.refresh_from_db()
    assert ada.display_name == "Ada"


@pytest.mark.django_db
def test_staff_keep_and_change_their_own_names():
    elin = person("elin", display_name="Editor", is_staff=True)
    browser = logged_in(elin)
    assert browser.post("/accounts/name/", {"display_name": "Editor"}).status_code == 303
    assert browser.post("/accounts/name/", {"display_name": "The Editor"}).status_code == 303


SIGN_UP = {
    "email": "new@example.org",
    "username": "newcomer",
    "display_name": "New Comer",
    "password1": "a long sentence",
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[
            ("username", value)
            for value in ("admin", "ＡＤＭＩＮ", "moderator", "former3", "e1in", "a@b.c", "ad", "ada", "ADA")
        ],
        *[("username", value) for value in ("аda", "a" * 31, "a da")],
        *[("display_name", value) for value in ("Elin Marsh", "Staff", "Ada\u202e", "Former reader")],
    ],
)
@pytest.mark.django_db
def test_sign_up_refuses_what_a_name_may_not_be(client, field, value):
    person("elin", display_name="Elin Marsh", is_staff=True)
    person("ada")
    response = client.post("/accounts/signup/", {**SIGN_UP, field: value})
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {field}
    assert User.objects.count() == 2


@pytest.mark.django_db
def test_sign_up_keeps_names_in_one_form(client):
    response = client.post(
        "/accounts/signup/", {**SIGN_UP, "username": "ＮｅｗＣｏｍｅｒ", "display_name": " New  Ｃomer "}
    )
    assert response.status_code == 302
    user = User.objects.get()
    assert (user.handle, user.display_name) == ("newcomer", "New Comer")


def test_a_skeleton_is_made_quickly_of_a_long_name():
    assert len(skeleton("ﷺ" * 60)) < 2000
