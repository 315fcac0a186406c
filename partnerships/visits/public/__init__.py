"""The one answer to what the public sees of visits.

Pages, data and search take the querysets from here and show the shapes that `visit_view` makes of their rows, never the
rows themselves. Each queryset brings all that its shapes need, in a number of queries that does not grow with the rows;
callers may filter and slice it.
"""
