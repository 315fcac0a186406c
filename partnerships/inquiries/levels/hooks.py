"""What the service levels add to the admin."""
