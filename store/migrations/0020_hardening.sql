-- Nothing: no bound of 0024 needs a table. The number stays, for databases that have been through it.
SELECT 1;
