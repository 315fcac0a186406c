"""What it adds to the admin."""
