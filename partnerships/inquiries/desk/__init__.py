"""Where staff work on inquiries: inbox, case, replies, rules."""
