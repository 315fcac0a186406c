"""What replies add to the admin."""
