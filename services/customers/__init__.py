"""What becomes known of customers, and who hears of it."""
