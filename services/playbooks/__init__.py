"""Starting tickets, and what ends up in them."""
