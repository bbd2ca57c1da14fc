"""Which files become one upload."""

from ingest.uploads.file_groups import AnnouncedFile, group_files


def grouped(*names: str, book: str = "") -> list[tuple[str, list[str]]]:
    groups = group_files([AnnouncedFile(name, 5, "") for name in names], book=book)
    return [(group.book, [file.name for file in group.files]) for group in groups]


def test_pictures_are_one_book_only_with_a_title_and_only_if_there_are_several() -> None:
    assert grouped("2.jpg", "a.pdf", "1.jpg", book="Sách") == [("Sách", ["2.jpg", "1.jpg"]), ("", ["a.pdf"])]
    assert grouped("2.jpg", "1.jpg") == [("", ["2.jpg"]), ("", ["1.jpg"])]
    assert grouped("1.jpg", "a.pdf", book="Sách") == [("", ["1.jpg"]), ("", ["a.pdf"])]


def test_captions_go_with_the_recording_of_their_name_and_alone_at_the_end() -> None:
    assert grouped("lạc.vtt", "bài.vi.vtt", "bài.mp4", "bài.srt") == [
        ("", ["bài.mp4", "bài.vi.vtt", "bài.srt"]),
        ("", ["lạc.vtt"]),
    ]
