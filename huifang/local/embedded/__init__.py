"""PostgreSQL and Temporal on one machine, from wheels."""
