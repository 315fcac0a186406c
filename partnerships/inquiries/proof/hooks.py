"""What the quarantine add to the admin."""
