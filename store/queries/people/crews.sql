-- name: add_crew^
-- A new crew, as it is kept.
-- row: Crew
INSERT INTO crews (name, leader_id, department_id, trades) VALUES (:name, :leader_id, :department_id, :trades)
RETURNING *;

-- name: get_crew^
-- A crew, for whoever names one by its id.
-- row: Crew
SELECT * FROM crews WHERE id = :id;

-- name: crews_page
-- A page of crews, for the API.
-- row: Crew
SELECT * FROM crews
WHERE (:department_id::text IS NULL OR department_id = :department_id)
  AND (:trade::text IS NULL OR :trade = ANY (trades)) AND (:active::boolean IS NULL OR active = :active)
  AND id > :after
ORDER BY id LIMIT :most;

-- name: revise_crew^
-- A crew as changed by the API.
-- row: Crew
-- always
UPDATE crews SET name = :name, leader_id = :leader_id, department_id = :department_id, trades = :trades,
                 active = :active, version = version + 1, updated_at = now()
WHERE id = :id RETURNING *;

-- name: building_crews
-- Which crew serves a building for each trade, for the API.
SELECT b.trade, b.crew_id, c.name AS crew, c.active FROM building_crews b JOIN crews c ON c.id = b.crew_id
WHERE b.building_id = :building_id ORDER BY b.trade;

-- name: put_building_crew!
-- Names a building's crew for a trade.
INSERT INTO building_crews (building_id, trade, crew_id) VALUES (:building_id, :trade, :crew_id)
ON CONFLICT (building_id, trade) DO UPDATE SET crew_id = excluded.crew_id, updated_at = now()
WHERE building_crews.crew_id <> excluded.crew_id;

-- name: drop_building_crew$
-- Takes a building's crew for a trade away; its id, where there was one.
DELETE FROM building_crews WHERE building_id = :building_id AND trade = :trade RETURNING crew_id;

-- name: responsible_crew$
-- The crew that a repair goes to.
-- The one named for the trade, else the one for any trade; never one that no longer exists.
-- null: :ownership_id
SELECT b.crew_id FROM building_crews b JOIN crews c ON c.id = b.crew_id
WHERE c.active AND b.trade IN (:trade, 'any')
  AND b.building_id = coalesce(:building_id::text, (SELECT building_id FROM ownerships WHERE id = :ownership_id))
ORDER BY b.trade = :trade DESC LIMIT 1;
