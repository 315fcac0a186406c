"""Drafts of news made from records: what is public of a visit or a signing, in words of both languages."""
