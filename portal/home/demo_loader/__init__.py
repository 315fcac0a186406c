"""Fills an empty portal with the demonstration, from the files in `portal/home/demo/`."""
