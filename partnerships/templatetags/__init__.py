"""What templates of partnerships may ask for."""
