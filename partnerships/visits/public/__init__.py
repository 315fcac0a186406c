"""What the public sees of visits."""
