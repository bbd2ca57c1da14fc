"""Word boxes: the file keeps the words, and places in the text lead back to them."""

from repository.word_boxes import Boxes, Word, pack, spans, text_of, unpack, words_at

WORDS = (
    Word("“Học", 100, 100, 900, 300, 96, 0),
    Word("sinh”,", 1000, 100, 1800, 300, 91, 0),
    Word("đọc", 100, 400, 800, 600, 88, 1),
)


def test_the_file_gives_back_the_same_words_and_the_same_bytes() -> None:
    boxes = Boxes(WORDS, turn=90)
    assert unpack(pack(boxes)) == boxes
    assert pack(boxes) == pack(unpack(pack(boxes)))


def test_the_text_is_made_of_the_words_and_leads_back_to_them() -> None:
    text = text_of(WORDS)
    assert text == "“Học sinh”,\nđọc"
    assert [text[start:end] for start, end in spans(WORDS)] == ["“Học", "sinh”,", "đọc"]
    found = text.index("sinh”,\nđọc")
    assert words_at(WORDS, found, found + len("sinh”,\nđọc")) == [WORDS[1], WORDS[2]]


def test_places_between_words_name_none() -> None:
    assert words_at(WORDS, 4, 5) == []
    assert text_of([]) == ""
