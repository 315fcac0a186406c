"""Pages and records, as the queue sees them."""
