"""Who somebody is, as others say: the identity provider of the company."""
