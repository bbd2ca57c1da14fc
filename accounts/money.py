"""How an amount of money is written."""


def format_dong(amount: int) -> str:
    """Return whole đồng as they are written in Vietnam: 1.320.000 ₫."""
    return f"{amount:,} ₫".replace(",", ".")
