"""Formats that Django does not bring as our readers expect them."""
