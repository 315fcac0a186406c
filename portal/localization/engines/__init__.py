"""Services that translate. Clients only: no database, no knowledge of pages and records."""
