"""What the queries of `playbooks/` take and return."""
