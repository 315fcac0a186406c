"""Drawings made on the server from records: pure geometry, no models and no requests."""
