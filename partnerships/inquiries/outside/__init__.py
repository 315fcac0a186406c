"""The investor, without an account: the form, the status page, and the letters to them."""
