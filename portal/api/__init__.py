"""What the portal answers as data below `/api/v1/`: read-only, public facts alone. Features bring their own routes."""
