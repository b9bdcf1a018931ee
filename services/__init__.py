"""What people and programs do, one verb a function: no HTTP, no pages."""
