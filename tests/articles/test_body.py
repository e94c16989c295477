import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.body import clean_body, reading_minutes
from articles.models import Article
from tests.factories import article


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <em>two</em> <strong>three</strong>.</p>",
        "<h2>Sub</h2><h3>Subsub</h3>",
        "<blockquote><p>Said</p></blockquote>",
        '<ol start="3"><li>a</li></ol>',
        "<ul><li>a</li></ul>",
        "<figure><figcaption>b</figcaption></figure>",
        '<table><tbody><tr><th scope="row">a</th><td colspan="2">b</td></tr></tbody></table>',
        '<p><a href="https://example.org/" rel="noopener">a</a></p>',
        '<p><a href="/articles/a/" rel="noopener">a</a></p>',
    ],
)
def test_an_articles_own_tags_stay(html):
    assert clean_body(html) == html


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>a</p><script>alert(1)</script>", "<p>a</p>"),
        ("<style>p{}</style><p>a</p>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="a" id="discussion">a</p>', "<p>a</p>"),
        ("<h1>a</h1>", "a"),
        ('<iframe src="https://example.org"></iframe>', ""),
        ('<form action="/"><button>a</button></form>', "a"),
        ('<img src="x" onerror="alert(1)">', ""),
        ('<div hx-get="/" data-x="1">a</div>', "a"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="java\tscript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener">a</a>'),
        (
            '<a href="https://example.org/" target="_blank" rel="opener">a</a>',
            '<a href="https://example.org/" rel="noopener">a</a>',
        ),
        ("<svg><script>alert(1)</script></svg>", ""),
        ("<!-- a -->b", "b"),
        ("<p>unclosed", "<p>unclosed</p>"),
        ("a\x00b", "ab"),
        ("<scr\x00ipt>alert(1)</script>", ""),
    ],
)
def test_all_else_goes(html, left):
    assert clean_body(html) == left


@given(st.text(alphabet="<>/=\"' abhpscript2&;:\x00\n-!"))
def test_cleaning_twice_changes_nothing(html):
    assert clean_body(clean_body(html)) == clean_body(html)


HOSTILE = "<p>a\x00b<script>alert(1)</script></p>"


@pytest.mark.django_db
def test_it_is_cleaned_on_every_way_into_the_database():
    saved = article(body=HOSTILE)
    made = article()
    copy = Article(slug="copy", headline="a", standfirst="b", section=made.section, author=made.author, body=HOSTILE)
    Article.objects.bulk_create([copy])
    Article.objects.filter(pk=made.pk).update(body=HOSTILE)
    assert {Article.objects.get(pk=pk).body for pk in (saved.pk, copy.pk, made.pk)} == {"<p>ab</p>"}
    made.refresh_from_db()
    made.body = HOSTILE
    Article.objects.bulk_update([made], ["body"])
    made.refresh_from_db()
    assert made.body_html == "<p>ab</p>"


@pytest.mark.parametrize(
    ("html", "minutes"),
    [("", 1), ("<p>word</p>", 1), ("word " * 230, 1), ("word " * 460, 2), ("<p>" + "word " * 2300 + "</p>", 10)],
)
def test_reading_takes_its_time(html, minutes):
    assert reading_minutes(html) == minutes


def test_words_end_where_paragraphs_end():
    assert reading_minutes("<p>word</p>" * 2300) == 10
