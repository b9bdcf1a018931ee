-- What a database of an earlier release may hold, in clear.
INSERT INTO buildings (id, name) VALUES ('B000001', '云湖测试苑');
INSERT INTO customers (id, name, phone, other_phones) VALUES
  ('C00000001', '李示例', '+8619900091001', '{+8619900091002,+8619900091009}'),
  ('C00000002', 'Li Shi', '+8619900091002', '{}'), ('C00000003', 'li shi', '+8619900091002', '{}');
INSERT INTO ownerships (id, building_id, customer_id, block, unit, room, note, roster_phone) VALUES
  ('O00000001', 'B000001', 'C00000001', '1栋', '', '1201A', '朝南', '+8619900091001'),
  ('O00000002', 'B000001', 'C00000001', '1栋', '', '1201a', '', NULL);
INSERT INTO opt_outs VALUES ('+8619900091001', now(), 'staff');
INSERT INTO staff (id, name, phone, role) VALUES ('S00000001', '王员工', '+8619900091003', 'agent');
INSERT INTO tickets (id, kind, stage, building_id, customer_id, ownership_id, version, opened_at, updated_at)
  VALUES ('pre-handover-O00000001', 'PreHandover', 'waiting', 'B000001', 'C00000001', 'O00000001', 1, now(), now());
INSERT INTO messages (dedupe_key, reference, ticket_id, customer_id, step, purpose, template, phone, text, segments,
                      state, provider, sent_at)
  VALUES ('d', 'r', 'pre-handover-O00000001', 'C00000001', 's', 'marketing', 't', '+8619900091001', '李示例您好', 1,
          'delivered', 'sandbox', now());
INSERT INTO calls (ticket_id, key, reference, kind, staff_id, staff_name, phone, text, recording_url, state, provider)
  VALUES ('pre-handover-O00000001', 'k', 'r', 'notice', 'S00000001', '王员工', '+8619900091003', '漏水', 'https://录音', 'placed',
          'sandbox');
INSERT INTO ticket_texts (id, ticket_id, kind, body, author)
  VALUES ('X000000001', 'pre-handover-O00000001', 'report', '{"what": "漏水"}', 'S00000001');
INSERT INTO communications (ticket_id, kind, at, actor, data) VALUES
  ('pre-handover-O00000001', 'note', now(), '客服一组', '{"text": "漏水"}'),
  ('pre-handover-O00000001', 'reply', now(), 'customer', '{"text": "退订"}'),
  ('pre-handover-O00000001', 'reply_handled', now(), '客服一组', '{"reply": 2, "note": null}'),
  ('pre-handover-O00000001', 'call_ended', now(), 'provider', '{"staff": "S00000001", "who": "王员工", "key": null}'),
  ('pre-handover-O00000001', 'cancel_requested', now(), 'staff', '{"reason": "漏水"}'),
  ('pre-handover-O00000001', 'hand_on', now(), 'S00000001', '{"to": "S00000001"}');
INSERT INTO provider_events (provider, event_id, event) VALUES ('sandbox', 'e', '{"text": "退订"}');
INSERT INTO idempotency_keys (key, endpoint, request_hash, body)
  VALUES ('k', 'POST /staff', 'a1b2', '{"name": "王员工"}');
INSERT INTO roster_imports (building_id, file_name, summary, report_name, content_type, report)
  VALUES ('B000001', '名单.csv', '{}', '名单.csv', 'text/csv', convert_to('李示例', 'UTF8'));
