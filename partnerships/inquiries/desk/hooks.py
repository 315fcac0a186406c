"""What the case and inbox add to the admin."""
