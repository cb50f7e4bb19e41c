"""Is it a complaint, about what, what is demanded, how severe is it, and which words say so."""

from nlp.complaints.complaint import Complaint, Reason
from nlp.complaints.rules import ComplaintRules, load
from nlp.complaints.taxonomy import Taxonomy, taxonomy

__all__ = ["Complaint", "ComplaintRules", "Reason", "Taxonomy", "load", "taxonomy"]
