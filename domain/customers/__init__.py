"""The customer's file and consents (P22, P23)."""
