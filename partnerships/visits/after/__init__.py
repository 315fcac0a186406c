"""What follows a visit: promises, reminders, the next visit."""
