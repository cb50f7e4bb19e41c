"""Delivery of alerts and digests to people's chats, and what was acknowledged."""

from pipeline.deliver.outbox import Entry, Outbox
from pipeline.deliver.run import Delivered, DeliveryFailed, Preview, deliver
from pipeline.deliver.sending import Clock

__all__ = ["Clock", "Delivered", "DeliveryFailed", "Entry", "Outbox", "Preview", "deliver"]
