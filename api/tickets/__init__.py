"""What every ticket has over HTTP: lists, where it stands, timeline, files."""
