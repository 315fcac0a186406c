"""English as an international office writes it."""
