"""Articles, and edits of them of which is known what became of every character.

A text is paragraphs of sentences of words; a word is characters, each with an identity that it keeps wherever an edit
puts it. What is written anew gets new identities, also where it says the same: a copy is not the passage, unless an
edit both copies it and deletes it, as this is how people move things.
"""

import random
import unicodedata
from itertools import count

from bench.vocabulary import LANGUAGES


class Article:
    """`paragraphs` are lists of sentences, these of words, these of (character, identity)."""

    def __init__(self, language, seed):
        self.random = random.Random(f"{language} {seed}")
        self.language = LANGUAGES[language]
        self.identities = count()
        self.copies = {}  # of characters that were said again: the new identity by the old
        self.paragraphs = [self.paragraph() for _ in range(self.random.randint(15, 60))]
        said = self.random.choice(self.random.choice(self.paragraphs))  # a refrain: said twice from the start
        self.put(self.written(self.words_in(said)))

    def paragraph(self):
        if self.random.random() < 0.1:
            return [self.sentence(3)]  # a heading
        return [self.sentence() for _ in range(self.random.choice((1, 2, 3, 3, 4, 5)))]

    def sentence(self, length=None):
        return self.written(self.language.sentence(self.random, length))

    def written(self, words):
        return [[(char, next(self.identities)) for char in word] for word in words]

    def words_in(self, sentence):
        return ["".join(char for char, _ in word) for word in sentence]

    def put(self, sentence):
        paragraph = self.random.choice(self.paragraphs)
        paragraph.insert(self.random.randint(0, len(paragraph)), sentence)

    def blocks(self):
        """Each paragraph as its characters with their identities, without spaces at its ends."""
        flat = ([char for sentence in paragraph for word in sentence for char in word] for paragraph in self.paragraphs)
        return [trimmed for chars in flat if (trimmed := trim(chars))]


def trim(chars):
    start, end = 0, len(chars)
    while start < end and chars[start][0].isspace():
        start += 1
    while end > start and chars[end - 1][0].isspace():
        end -= 1
    return chars[start:end]


def change_words(article, share):
    """Their letters; the signs and the space after them stay."""
    for paragraph in article.paragraphs:
        for sentence in paragraph:
            for place, word in enumerate(sentence):
                other = article.language.word(article.random)
                letters = [at for at, (char, _) in enumerate(word) if char.isalnum()]
                if article.random.random() >= share or not letters:
                    continue
                first, last = letters[0], letters[-1] + 1
                if "".join(char for char, _ in word[first:last]) != other.rstrip("."):
                    new = article.written([other])[0]
                    sentence[place] = word[:first] + new + word[last:]


def correct_letters(article, share):
    """What was corrected stands for what stood there."""
    for paragraph in article.paragraphs:
        for sentence in paragraph:
            for word in sentence:
                if article.random.random() < share:
                    letter = article.language.word(article.random)[0]
                    place = article.random.randrange(len(word) - 1 or 1)
                    if word[place][0] != letter:
                        word[place] = (letter, word[place][1])


def set_typography(article, share):
    """Straight signs for typographic ones and the other way round, no-break spaces, marks composed or not. It is still
    the same sign.
    """
    swaps = {
        '"': "“",
        "“": '"',
        "”": '"',
        "'": "’",
        "’": "'",
        "-": "–",
        "–": "-",
        "،": ",",
        ",": ";",
        " ": "\xa0",
        "\xa0": " ",
    }
    for paragraph in article.paragraphs:
        if article.random.random() > 0.5:
            continue
        for sentence in paragraph:
            for place, word in enumerate(sentence):
                if article.random.random() < share:
                    sentence[place] = [swapped for pair in word for swapped in set_anew(article, pair, swaps)]


def set_anew(article, pair, swaps):
    char = pair[0]
    other = swaps.get(char) or unicodedata.normalize("NFD", char)
    return [(other[0], pair[1]), *((mark, next(article.identities)) for mark in other[1:])]


def insert_sentences(article, number):
    for _ in range(number):
        article.put(article.sentence())


def delete_sentences(article, number):
    for _ in range(number):
        paragraph = article.random.choice(article.paragraphs)
        if len(paragraph) > 1:
            paragraph.pop(article.random.randrange(len(paragraph)))


def move_sentences(article, number):
    """None that was said again: of two that are the same and both elsewhere nobody could tell which one it was."""
    for _ in range(number):
        paragraph = article.random.choice(article.paragraphs)
        place = article.random.randrange(len(paragraph))
        if len(paragraph) > 1 and not article.copies.keys() & set(identities(paragraph[place])):
            article.put(paragraph.pop(place))


def repeat_sentences(article, number):
    for _ in range(number):
        said = article.random.choice(article.random.choice(article.paragraphs))
        again = article.written(article.words_in(said))
        article.copies.update(zip(identities(said), identities(again), strict=True))
        article.put(again)


def identities(sentence):
    return [identity for word in sentence for _, identity in word]


def move_paragraphs(article, number):
    for _ in range(number):
        moved = article.paragraphs.pop(article.random.randrange(len(article.paragraphs)))
        article.paragraphs.insert(article.random.randint(0, len(article.paragraphs)), moved)


def split_paragraphs(article, number):
    for _ in range(number):
        place = article.random.randrange(len(article.paragraphs))
        paragraph = article.paragraphs[place]
        if len(paragraph) > 1:
            cut = article.random.randint(1, len(paragraph) - 1)
            article.paragraphs[place : place + 1] = [paragraph[:cut], paragraph[cut:]]


def merge_paragraphs(article, number):
    for _ in range(number):
        place = article.random.randrange(len(article.paragraphs) - 1)
        first, second = article.paragraphs[place : place + 2]
        article.paragraphs[place : place + 2] = [first + second]


def rewrite_lead(article):
    article.paragraphs[0] = article.paragraph()


def remove_section(article, most=5):
    place = article.random.randrange(len(article.paragraphs) - most)
    del article.paragraphs[place : place + article.random.randint(2, most)]


def light(article):
    change_words(article, 0.01)
    correct_letters(article, 0.005)
    insert_sentences(article, 1)
    article.random.choice((delete_sentences, split_paragraphs, merge_paragraphs, set_two_signs))(article, 1)


def set_two_signs(article, number):
    set_typography(article, 0.1 * number)


def medium(article):
    change_words(article, 0.04)
    correct_letters(article, 0.01)
    set_typography(article, 0.3)
    for step in (insert_sentences, delete_sentences, move_paragraphs, split_paragraphs, merge_paragraphs):
        step(article, 3)
    repeat_sentences(article, 1)
    move_sentences(article, 1)
    if article.random.random() < 0.5:
        rewrite_lead(article)


def heavy(article):
    change_words(article, 0.1)
    correct_letters(article, 0.02)
    set_typography(article, 1)
    rewrite_lead(article)
    remove_section(article)
    for step in (insert_sentences, delete_sentences, move_paragraphs, split_paragraphs, merge_paragraphs):
        step(article, len(article.paragraphs) // 5)
    repeat_sentences(article, 3)
    move_sentences(article, 3)


EDITS = {"light": light, "medium": medium, "heavy": heavy}
