"""Service levels: how long the office takes, in working hours."""
