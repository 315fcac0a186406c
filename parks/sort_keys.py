"""Keys that order Chinese and Latin names together: PostgreSQL without ICU orders Chinese by code point only."""

from portal.core.slugs import slug_for

MAX_LENGTH = 100


def sort_key(name: str) -> str:
    """The name as it is read aloud, in lower case: 重庆高新区 → `chong-qing-gao-xin-qu`, Boston → `boston`."""
    return (slug_for(name) or name.lower())[:MAX_LENGTH]
