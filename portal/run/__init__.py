"""The process side of the portal: embedded servers and the supervisor of `make run`. Imports no app."""
