-- Functions that were renamed, taken away or given other arguments, one `DROP FUNCTION IF EXISTS name(types);` each: run
-- before the others, since CREATE OR REPLACE leaves an older one in place. Policies and triggers that used it go first.
DROP FUNCTION IF EXISTS huifang_intake(text, text);
DROP PROCEDURE IF EXISTS huifang_guard(regclass, text);
DROP PROCEDURE IF EXISTS huifang_policy(regclass, text);
DROP FUNCTION IF EXISTS unsolved_ends();
