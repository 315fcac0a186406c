"""The desk of visits in the admin: records, state and readiness, delegates, gifts."""
