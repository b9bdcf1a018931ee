"""What is done for many tickets, or for none: started by people, imports and the clock."""
