"""What an installation is set to, by environment and by the company's files."""
