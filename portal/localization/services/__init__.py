"""Writes of the translation queue: sending, working, finishing, approving."""
