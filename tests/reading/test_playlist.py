"""The HLS playlist of a stored stream, and the bytes of its segments."""

import pytest

from reading import playlist
from reading.errors import PartMissing
from reading.ranges import ByteRange
from repository.models import ResourceFile

STREAM = ResourceFile(details={"segments": [[0.0, 4.0, 0, 4000], [4.0, 4.004, 4000, 4100], [8.004, 2.5, 8100, 2240]]})


def test_the_playlist_names_every_segment_with_its_duration() -> None:
    lines = playlist.render(STREAM, lambda number: f"/doan/{number}").splitlines()
    assert lines[0] == "#EXTM3U"
    assert "#EXT-X-TARGETDURATION:5" in lines, "no segment may be longer (RFC 8216, section 4.3.3.1)"
    assert lines[4:-1] == ["#EXTINF:4.00000,", "/doan/0", "#EXTINF:4.00400,", "/doan/1", "#EXTINF:2.50000,", "/doan/2"]
    assert lines[-1] == "#EXT-X-ENDLIST"


def test_the_segments_cover_the_file_and_there_is_none_after_the_last() -> None:
    ranges = [playlist.range_of(STREAM, number) for number in range(3)]
    assert ranges == [ByteRange(0, 4000), ByteRange(4000, 8100), ByteRange(8100, 10_340)]
    with pytest.raises(PartMissing):
        playlist.range_of(STREAM, 3)
