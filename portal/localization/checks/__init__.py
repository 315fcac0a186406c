"""Checks of wordings against their source, and of source texts by themselves. No database, no language of its own."""
