"""Buildings, their rosters of owners, and what their tickets hear of either."""
