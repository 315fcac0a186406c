"""The matrix: all sources × languages, what state each translation is in, and what to do next."""
