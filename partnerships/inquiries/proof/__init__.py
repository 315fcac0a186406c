"""What keeps robots out, and sets aside what may be from one."""
