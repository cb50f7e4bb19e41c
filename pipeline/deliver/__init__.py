"""Delivery of alerts and digests to people's chats, and what was acknowledged."""
