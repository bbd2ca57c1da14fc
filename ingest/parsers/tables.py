"""Tables that are read in the sandbox in one go: lists of a few thousand rows."""

from ingest.parsers import parser_pool

READ_SECONDS = 60.0  # longest silence of the parser

Sheets = list[tuple[str, list[list[str]]]]


def tables_in(data: bytes) -> Sheets:
    """Return name and rows of each sheet of a workbook, an HTML page or a text with separators.

    Raise BadInput, IsolationMissing, ParserFault.
    """
    sheets: dict[str, list[list[str]]] = {}
    with parser_pool.scratch() as folder, parser_pool.parser() as parser:
        path = folder / "list"
        path.write_bytes(data)
        for values, _blobs in parser.ask("read_spreadsheet", seconds=READ_SECONDS, path=str(path)):
            sheets.setdefault(str(values["sheet"]), []).extend(values["rows"])
    return list(sheets.items())
