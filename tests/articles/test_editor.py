"""What the policy lets through for the editor, and that it is nothing else and nowhere else."""

import re

import pytest

from articles.admin.editor import EDITOR, BodyFormField, hash_of, import_map, tiptap_style
from articles.body import clean_body
from tests.factories import article
from tests.guards.test_headers import POLICY, policy_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(admin_client, settings):
    settings.STAFF_MFA = False
    return admin_client


def test_the_style_of_tiptap_is_found_once_and_whole():
    assert len(re.findall(r"=`(\.ProseMirror \{.*?)`", EDITOR.read_text(), re.DOTALL)) == 1
    style = tiptap_style()
    assert style.startswith(".ProseMirror {\n  position: relative;\n}")
    assert style.rstrip().endswith("}")
    assert style.count("{") == style.count("}") > 10
    assert "${" not in style  # else it would not be constant


def test_the_page_of_an_article_lets_through_its_import_map_and_tiptaps_style(desk):
    for address in ("add/", f"{article().pk}/change/"):
        page = desk.get(f"/admin/articles/article/{address}")
        policy = policy_of(page)
        assert POLICY - policy == {"script-src 'self'", "style-src 'self'"}
        assert policy - POLICY == {
            f"script-src 'self' {hash_of(import_map())}",
            f"style-src 'self' {hash_of(tiptap_style())}",
        }
        inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>(.*?)</script>", page.content.decode(), re.DOTALL)
        assert [hash_of(text) for attributes, text in inline if "application/json" not in attributes] == [
            hash_of(import_map())
        ]


@pytest.mark.parametrize("address", ["", "articles/article/", "articles/photo/add/", "articles/section/add/", "login/"])
def test_no_other_page_of_the_admin_lets_anything_through(desk, address):
    assert policy_of(desk.get(f"/admin/{address}")) == POLICY


def test_the_page_of_readers_lets_nothing_through(client):
    assert policy_of(client.get(f"/articles/{article().slug}/")) == POLICY


@pytest.mark.parametrize("nothing", ["", "<p></p>", "<p>  </p>", "<p><br></p>", "<script>alert(1)</script>"])
def test_a_text_of_nothing_is_asked_for(nothing):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        BodyFormField().clean(nothing)


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <strong>two</strong> <em>three</em> <s>four</s> <sub>5</sub><sup>6</sup> <code>7</code></p>",
        "<h2>A</h2><h3>B</h3><blockquote><p>C</p></blockquote><hr>",
        '<ul><li><p>A</p></li></ul><ol start="3"><li><p>B</p></li></ol><pre><code>C</code></pre>',
        '<table><tbody><tr><th colspan="1" rowspan="1"><p>A</p></th><td colspan="2"><p>B</p></td></tr></tbody></table>',
        '<p><a href="https://example.org/" rel="noopener">A</a></p>',
    ],
)
def test_what_the_editor_writes_is_kept(html):
    assert BodyFormField().clean(html) == html == clean_body(html)


def test_what_is_slipped_past_the_editor_is_not_kept():
    slipped = (
        '<p style="color:red" onclick="x()">A<script>alert(1)</script><a href="javascript:x()">B</a></p><h1>C</h1>'
    )
    assert BodyFormField().clean(slipped) == '<p>A<a rel="noopener">B</a></p>C'
