"""Inquiries of investors, from the public form to the desk that answers them."""
