"""Visits in calendars: invitations, feeds, and the calendar of the admin."""
