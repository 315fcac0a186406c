"""How much was translated by whom, from what, and what it cost."""
