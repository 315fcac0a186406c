"""What the figures add to the admin."""
