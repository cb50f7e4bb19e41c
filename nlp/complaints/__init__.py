"""Is it a complaint, of what type, how severe, and which words say so."""

from nlp.complaints.rules import Complaint, ComplaintRules, load

__all__ = ["Complaint", "ComplaintRules", "load"]
