"""The visiting side, without an account: the request form, its status page, and the letters to them."""
