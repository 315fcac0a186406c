"""Bundles that go live together, and guests who read before."""
