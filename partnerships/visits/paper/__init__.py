"""The papers of a visit: pages to print, and PDF where Pango is there."""
