"""How an amount of money is written."""


def format_dong(amount: int) -> str:
    """Return whole đồng as they are written in Vietnam: 1.320.000 ₫."""
    return f"{amount:,} ₫".replace(",", ".")


def in_one_line(amount: int) -> str:
    """Return whole đồng for a narrow column, which does not part the amount from its sign."""
    return format_dong(amount).replace(" ", "\N{NO-BREAK SPACE}")
