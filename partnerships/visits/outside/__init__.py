"""The visiting side: the request form and the page on which it follows its request."""
