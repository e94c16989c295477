"""Roles and the admin: who is answered what at which address, and that each sees just his own part."""

import re

import pytest

from tests.pages.every_admin_url import ROLES, address_of, client_of, furnished, names
from tests.pages.every_url import rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Status of a GET: anonymous, reader, editor, moderator, administrator, superuser. 302 leads to the log-in or on;
# 303 back to the list, from a page that is only posted to; 405 is for the log-out.
EXPECTED = """
account_emailaddress_add                       302 302 403 403 403 200
account_emailaddress_change                    302 302 403 403 403 200
account_emailaddress_changelist                302 302 403 403 403 200
account_emailaddress_delete                    302 302 403 403 403 200
account_emailaddress_history                   302 302 403 403 403 200
app_list                                       302 302 200 200 200 200
articles_appeal_add                            302 302 200 403 200 200
articles_appeal_change                         302 302 200 403 200 200
articles_appeal_changelist                     302 302 200 403 200 200
articles_appeal_delete                         302 302 403 403 403 403
articles_appeal_history                        302 302 200 403 200 200
articles_article_add                           302 302 200 403 200 200
articles_article_change                        302 302 200 403 200 200
articles_article_changelist                    302 302 200 403 200 200
articles_article_delete                        302 302 403 403 403 403
articles_article_history                       302 302 200 403 200 200
articles_article_revision                      302 302 200 403 200 200
articles_article_revisions                     302 302 200 403 200 200
articles_photo_add                             302 302 200 403 200 200
articles_photo_change                          302 302 200 403 200 200
articles_photo_changelist                      302 302 200 403 200 200
articles_photo_delete                          302 302 403 403 403 403
articles_photo_history                         302 302 200 403 200 200
articles_section_add                           302 302 403 403 200 200
articles_section_change                        302 302 200 403 200 200
articles_section_changelist                    302 302 200 403 200 200
articles_section_delete                        302 302 403 403 403 403
articles_section_history                       302 302 200 403 200 200
articles_tag_add                               302 302 200 403 200 200
articles_tag_change                            302 302 200 403 200 200
articles_tag_changelist                        302 302 200 403 200 200
articles_tag_delete                            302 302 403 403 403 403
articles_tag_history                           302 302 200 403 200 200
auth_group_add                                 302 302 403 403 403 200
auth_group_change                              302 302 403 403 403 200
auth_group_changelist                          302 302 403 403 403 200
auth_group_delete                              302 302 403 403 403 200
auth_group_history                             302 302 403 403 403 200
autocomplete                                   302 302 200 403 200 200
discussion_classifier_add                      302 302 403 403 403 403
discussion_classifier_change                   302 302 403 403 200 200
discussion_classifier_changelist               302 302 403 403 200 200
discussion_classifier_delete                   302 302 403 403 403 403
discussion_classifier_history                  302 302 403 403 200 200
discussion_classifier_train                    302 302 403 403 405 405
discussion_classifier_use                      302 302 403 403 405 405
discussion_comment_add                         302 302 403 403 403 403
discussion_comment_change                      302 302 403 200 200 200
discussion_comment_changelist                  302 302 403 200 200 200
discussion_comment_decision                    302 302 403 303 303 303
discussion_comment_delete                      302 302 403 403 403 403
discussion_comment_history                     302 302 403 200 200 200
discussion_event_add                           302 302 403 403 403 403
discussion_event_change                        302 302 403 200 200 200
discussion_event_changelist                    302 302 403 200 200 200
discussion_event_delete                        302 302 403 403 403 403
discussion_event_history                       302 302 403 200 200 200
discussion_noticetext_add                      302 302 403 403 200 200
discussion_noticetext_change                   302 302 403 403 200 200
discussion_noticetext_changelist               302 302 403 403 200 200
discussion_noticetext_delete                   302 302 403 403 200 200
discussion_noticetext_history                  302 302 403 403 200 200
discussion_screeningrule_add                   302 302 403 403 403 403
discussion_screeningrule_change                302 302 403 403 200 200
discussion_screeningrule_changelist            302 302 403 403 200 200
discussion_screeningrule_delete                302 302 403 403 403 403
discussion_screeningrule_history               302 302 403 403 200 200
discussion_simulation_add                      302 302 403 403 403 403
discussion_simulation_change                   302 302 403 403 200 200
discussion_simulation_changelist               302 302 403 403 200 200
discussion_simulation_delete                   302 302 403 403 403 403
discussion_simulation_history                  302 302 403 403 200 200
discussion_simulation_standing                 302 302 405 405 405 405
discussion_stopped_add                         302 302 403 403 403 403
discussion_stopped_change                      302 302 403 200 200 200
discussion_stopped_changelist                  302 302 403 200 200 200
discussion_stopped_delete                      302 302 403 403 403 403
discussion_stopped_history                     302 302 403 200 200 200
discussion_thread_add                          302 302 403 403 403 403
discussion_thread_change                       302 302 200 200 200 200
discussion_thread_changelist                   302 302 200 200 200 200
discussion_thread_delete                       302 302 403 403 403 403
discussion_thread_history                      302 302 200 200 200 200
discussion_voice_add                           302 302 403 403 403 403
discussion_voice_change                        302 302 403 200 200 200
discussion_voice_changelist                    302 302 403 200 200 200
discussion_voice_delete                        302 302 403 403 403 403
discussion_voice_erasure                       302 302 403 200 200 200
discussion_voice_history                       302 302 403 200 200 200
discussion_voice_suspension                    302 302 405 405 405 405
discussion_watchedword_add                     302 302 403 403 200 200
discussion_watchedword_change                  302 302 403 200 200 200
discussion_watchedword_changelist              302 302 403 200 200 200
discussion_watchedword_delete                  302 302 403 403 200 200
discussion_watchedword_history                 302 302 403 200 200 200
discussion_watchedword_import                  302 302 403 403 200 200
django_tasks_database_dbtaskresult_add         302 302 403 403 403 403
django_tasks_database_dbtaskresult_change      302 302 403 403 403 200
django_tasks_database_dbtaskresult_changelist  302 302 403 403 403 200
django_tasks_database_dbtaskresult_delete      302 302 403 403 403 403
django_tasks_database_dbtaskresult_history     302 302 403 403 403 200
index                                          302 302 200 200 200 200
jsi18n                                         302 302 200 200 200 200
login                                          302 403 302 302 302 302
logout                                         302 302 405 405 405 405
mfa_authenticator_add                          302 302 403 403 403 200
mfa_authenticator_change                       302 302 403 403 403 200
mfa_authenticator_changelist                   302 302 403 403 403 200
mfa_authenticator_delete                       302 302 403 403 403 200
mfa_authenticator_history                      302 302 403 403 403 200
password_change                                302 302 302 302 302 302
password_change_done                           302 302 200 200 200 200
people_user_add                                302 302 403 403 403 403
people_user_change                             302 302 403 403 200 200
people_user_changelist                         302 302 403 403 200 200
people_user_delete                             302 302 403 403 403 403
people_user_history                            302 302 403 403 200 200
usersessions_usersession_add                   302 302 403 403 403 200
usersessions_usersession_change                302 302 403 403 403 200
usersessions_usersession_changelist            302 302 403 403 403 200
usersessions_usersession_delete                302 302 403 403 403 200
usersessions_usersession_history               302 302 403 403 403 200
view_on_site                                   302 302 302 302 302 302
"""
TABLE = {name: tuple(map(int, statuses)) for name, *statuses in map(str.split, EXPECTED.strip().splitlines())}
NEWSROOM = {"appeal", "article", "photo", "section", "tag"}
DESK = {"comment", "event", "stopped", "thread", "voice", "watchedword"}
RULES = {"noticetext", "screeningrule", "simulation"}
SERVICE = {"authenticator", "dbtaskresult", "emailaddress", "group", "usersession"}
SEEN = {
    "editor": NEWSROOM | {"thread"},
    "moderator": DESK,
    "administrator": NEWSROOM | DESK | RULES | {"classifier", "user"},
    "superuser": NEWSROOM | DESK | SERVICE | RULES | {"classifier", "user"},
}


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


def test_every_address_of_the_admin_has_a_row():
    assert set(TABLE) == set(names())
    assert {len(statuses) for statuses in TABLE.values()} == {len(ROLES)}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_as_the_table_says(role):
    people, client = furnished(), client_of(role)
    found = {name: client.get(address_of(name, people)).status_code for name in names()}
    assert found == {name: statuses[ROLES.index(role)] for name, statuses in TABLE.items()}


@pytest.mark.parametrize("role", ROLES)
def test_who_may_not_open_a_page_changes_nothing_by_posting_to_it(role):
    people, client = furnished(), client_of(role)
    before = rows()
    fields = {"state": "closed", "headline": "Taken", "act": "hide", "comments": "1", "asked": "1", "post": "yes"}
    for name, statuses in TABLE.items():
        if statuses[ROLES.index(role)] == 403:
            address = address_of(name, people)
            assert client.post(address, {**fields, "reason": "r", "name": "Taken"}).status_code in (403, 405), name
    assert rows() == before


@pytest.mark.parametrize("role", SEEN)
def test_the_first_page_shows_a_role_its_own_part(role):
    furnished()
    page = client_of(role).get("/admin/").content.decode()
    assert set(re.findall(r'class="model-(\w+)', page)) == SEEN[role]
    assert ("Newest comments" in page) == ("comment" in SEEN[role])
    assert ("Scheduled articles" in page) == ("article" in SEEN[role])
