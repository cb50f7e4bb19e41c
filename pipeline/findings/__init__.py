"""What crm finds in the warehouse being built, as results for the lake: histories out, frames back."""
