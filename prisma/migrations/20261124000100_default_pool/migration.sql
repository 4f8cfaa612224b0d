-- Tasks that name no pool run in this one.
INSERT INTO "pool" ("name", "slots", "description") VALUES ('default_pool', 128, 'Tasks that name no pool') ON CONFLICT DO NOTHING;
