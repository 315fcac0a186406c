"""Figures of inquiries, and their files."""
