-- What owners texted back is read as a list of its own (P1).
CREATE INDEX communications_replies ON communications (id) WHERE kind IN ('reply', 'reply_opt_out');
