"""The body of news: what it may name as related grows with the features below news."""

from parks.blocks import RELATED as PARK_RECORDS

#: Kinds of records that an article may name as related.
RELATED = [*PARK_RECORDS]
