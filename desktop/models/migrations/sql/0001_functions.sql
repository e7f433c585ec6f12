-- The hot writes of the queue, one statement each: issue, call, finish.
-- The client sends one JSON object and gets one back; the transaction is the statement.
-- They run with the rights of the station's own role (desktop/models/roles.py says which those are).
-- The order of the queue is the one of desktop/domain/policy.py, against which they are tested.
-- A refusal is raised with SQLSTATE LK000, the code as message and its arguments as JSON in the detail.

CREATE SEQUENCE loket_arrival_seq;
CREATE SEQUENCE loket_announce_seq;

CREATE FUNCTION loket_refuse(p_code text, p_args jsonb DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'LK000', MESSAGE = p_code, DETAIL = p_args::text;
END $$;

CREATE FUNCTION loket_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'LK001', MESSAGE = TG_TABLE_NAME || ' is append-only';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON event
  FOR EACH ROW EXECUTE FUNCTION loket_append_only();
CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON document
  FOR EACH ROW EXECUTE FUNCTION loket_append_only();

-- A wake-up without a payload: "look", nothing more. One channel an office.
CREATE FUNCTION loket_wake(p_office uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_notify('loket_' || replace(p_office::text, '-', ''), '')
$$;

CREATE FUNCTION loket_issue_ticket(p jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_command uuid := (p->>'command_id')::uuid;
  v_office uuid := (p->>'office_id')::uuid;
  v_station uuid := (p->>'station_id')::uuid;
  v_staff uuid := (p->>'staff_id')::uuid;
  v_ticket uuid := (p->>'ticket_id')::uuid;
  v_visit uuid := (p->>'visit_id')::uuid;
  v_appointment uuid := (p->>'appointment_id')::uuid;
  v_service uuid := (p->>'service_id')::uuid;
  v_priority boolean := COALESCE((p->>'priority')::boolean, false);
  v_now timestamptz := COALESCE((p->>'now')::timestamptz, clock_timestamp());
  v_slot timestamptz := (p->>'slot_at')::timestamptz;
  v_zone text; v_limit bigint; v_day date; v_result jsonb;
  v_group uuid; v_group_letter text; v_quota bigint; v_letter text; v_class text;
  v_booked boolean; v_arrival bigint; v_jumps bigint; v_ahead bigint; v_number bigint; v_issued bigint;
  v_label text; v_code text; v_printer uuid := (p->>'printer_id')::uuid; v_new_visit boolean := false;
BEGIN
  SELECT c.result INTO v_result FROM command c WHERE c.id = v_command;
  IF FOUND THEN RETURN v_result || '{"repeated": true}'; END IF;

  SELECT o.time_zone, o.ticket_limit_per_nik INTO v_zone, v_limit FROM office o WHERE o.id = v_office;
  IF NOT FOUND THEN PERFORM loket_refuse('queue.no_office'); END IF;
  v_day := (v_now AT TIME ZONE v_zone)::date;

  SELECT g.id, g.letter, g.daily_quota INTO v_group, v_group_letter, v_quota
    FROM service s JOIN service_group g ON g.id = s.group_id
    WHERE s.id = v_service AND s.office_id = v_office AND s.active AND g.active;
  IF NOT FOUND THEN PERFORM loket_refuse('queue.no_service'); END IF;

  -- An appointment that checks in early joins the line when its time has come.
  v_booked := v_slot IS NOT NULL AND v_slot > v_now;
  v_class := CASE WHEN v_slot IS NOT NULL THEN 'appointment' WHEN v_priority THEN 'priority'
                  ELSE 'regular' END;
  v_letter := CASE WHEN v_class = 'priority' THEN 'P' ELSE v_group_letter END;

  SELECT l.jumps INTO v_jumps FROM queue_lane l
    WHERE l.office_id = v_office AND l.business_day = v_day AND l.group_id = v_group;
  IF NOT FOUND THEN
    INSERT INTO queue_lane (office_id, business_day, group_id, jumps, issued)
      VALUES (v_office, v_day, v_group, 0, 0) ON CONFLICT DO NOTHING;
    v_jumps := 0;
  END IF;
  IF v_quota IS NOT NULL THEN
    UPDATE queue_lane SET issued = issued + 1
      WHERE office_id = v_office AND business_day = v_day AND group_id = v_group AND issued < v_quota;
    IF NOT FOUND THEN PERFORM loket_refuse('queue.quota', jsonb_build_object('quota', v_quota)); END IF;
  END IF;
  IF p->>'nik_hash' IS NOT NULL THEN
    INSERT INTO nik_use AS n (office_id, business_day, nik_hash, used)
      VALUES (v_office, v_day, p->>'nik_hash', 1)
      ON CONFLICT (office_id, business_day, nik_hash) DO UPDATE SET used = n.used + 1
        WHERE n.used < v_limit;
    IF NOT FOUND THEN PERFORM loket_refuse('queue.nik_limit', jsonb_build_object('limit', v_limit)); END IF;
  END IF;

  SELECT count(*) INTO v_ahead FROM (
    SELECT 1 FROM ticket t WHERE t.office_id = v_office AND t.business_day = v_day
      AND t.group_id = v_group AND t.state = 'waiting'
      -- Whoever has priority is not behind the regular line.
      AND (v_class = 'regular' OR t.klass <> 'regular') LIMIT 200) a;

  IF v_visit IS NULL OR NOT EXISTS (SELECT 1 FROM visit WHERE id = v_visit) THEN
    v_visit := COALESCE(v_visit, v_ticket);
    INSERT INTO visit (id, office_id, business_day, language, started_at_utc)
      VALUES (v_visit, v_office, v_day, COALESCE(p->>'language', 'id'), v_now);
  END IF;
  IF NOT v_booked THEN
    -- Whoever's slot has come was here before this visitor.
    IF EXISTS (SELECT 1 FROM ticket t WHERE t.office_id = v_office AND t.state = 'booked'
        AND t.slot_at_utc <= v_now) THEN
      PERFORM loket_admit_due(v_office, v_now);
    END IF;
    v_arrival := nextval('loket_arrival_seq');
  END IF;

  -- The row that everybody wants comes last: its lock is held for the shortest time.
  INSERT INTO sequence AS s (office_id, name, value)
    VALUES (v_office, 'ticket:' || v_day || ':' || v_letter, 1)
    ON CONFLICT (office_id, name) DO UPDATE SET value = s.value + 1
    RETURNING s.value INTO v_number;
  v_label := v_letter || CASE WHEN v_number < 1000 THEN lpad(v_number::text, 3, '0') ELSE v_number::text END;
  v_code := 'T' || to_char(v_day, 'YYMMDD') || v_label;

  INSERT INTO ticket (id, office_id, business_day, letter, number, label, code, visit_id, service_id,
      group_id, klass, priority_reason, needs, source, state, arrival_no, jump_base, target_counter_id,
      appointment_id, slot_at_utc, issued_at_utc, arrived_at_utc, wait_low_min, wait_median_min,
      wait_high_min, language, returned)
    VALUES (v_ticket, v_office, v_day, v_letter, v_number, v_label, v_code, v_visit, v_service,
      v_group, v_class, CASE WHEN v_class = 'priority' THEN p->>'reason' END, NULLIF(p->'needs', 'null'),
      COALESCE(p->>'source', 'kiosk'), CASE WHEN v_booked THEN 'booked' ELSE 'waiting' END, v_arrival,
      v_jumps, (p->>'target_counter_id')::uuid, v_appointment, v_slot, v_now,
      CASE WHEN NOT v_booked THEN v_now END,
      (p->>'wait_low_min')::bigint, (p->>'wait_median_min')::bigint, (p->>'wait_high_min')::bigint,
      COALESCE(p->>'language', 'id'), false);

  IF v_printer IS NOT NULL THEN
    INSERT INTO document (id, office_id, kind, subject_id, template_version, language, content,
        created_at_utc)
      VALUES ((p->>'document_id')::uuid, v_office, 'slip', v_ticket, 1, COALESCE(p->>'language', 'id'),
        (p->'slip') || jsonb_build_object('number', v_label, 'code', v_code, 'people_ahead', v_ahead,
          'issued_at_utc', v_now), v_now);
    INSERT INTO print_job (id, office_id, document_id, printer_id, state, copy_number, attempts,
        created_at_utc)
      VALUES ((p->>'job_id')::uuid, v_office, (p->>'document_id')::uuid, v_printer, 'queued', 0, 0, v_now);
  END IF;

  v_result := jsonb_build_object('ticket_id', v_ticket, 'label', v_label, 'code', v_code,
    'people_ahead', v_ahead, 'issued_at_utc', v_now, 'state',
    CASE WHEN v_booked THEN 'booked' ELSE 'waiting' END,
    'job_id', CASE WHEN v_printer IS NOT NULL THEN p->>'job_id' END);
  INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, station_id, command_id, after)
    VALUES ((p->>'event_id')::uuid, v_office, v_now, 'ticket.issued', v_ticket, v_staff, v_station,
      v_command, jsonb_build_object('number', v_label, 'class', v_class));
  INSERT INTO command (id, office_id, name, station_id, created_at_utc, result)
    VALUES (v_command, v_office, 'issue_ticket', v_station, v_now, v_result);
  PERFORM pg_notify('loket_' || replace(v_office::text, '-', ''), '');
  RETURN v_result;
END $$;

-- Appointments whose time has come join the line, in the order of their slots. Whoever else is letting them in
-- is waited for: a caller who skipped them would say "nobody waits" while they do.
CREATE FUNCTION loket_admit_due(p_office uuid, p_now timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_row record; v_count bigint := 0;
BEGIN
  FOR v_row IN SELECT t.id FROM ticket t WHERE t.office_id = p_office AND t.state = 'booked'
      AND t.slot_at_utc <= p_now ORDER BY t.slot_at_utc, t.issued_at_utc, t.id FOR UPDATE
  LOOP
    UPDATE ticket SET state = 'waiting', arrival_no = nextval('loket_arrival_seq'),
        arrived_at_utc = slot_at_utc,
        jump_base = COALESCE((SELECT l.jumps FROM queue_lane l WHERE l.office_id = p_office
          AND l.business_day = ticket.business_day AND l.group_id = ticket.group_id), 0)
      WHERE id = v_row.id;
    INSERT INTO event (id, office_id, at_utc, kind, subject_id, before, after)
      VALUES (gen_random_uuid(), p_office, p_now, 'ticket.admitted', v_row.id, '{"state": "booked"}',
        '{"state": "waiting"}');
    v_count := v_count + 1;
  END LOOP;
  RETURN v_count;
END $$;

-- Ends what a counter is doing with a ticket; used by finish and by "call next".
CREATE FUNCTION loket_end_call(p_office uuid, p_ticket uuid, p_counter uuid, p_state text, p_now timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE ticket SET state = p_state, counter_id = NULL,
      finished_at_utc = CASE WHEN p_state = 'done' THEN GREATEST(p_now, called_at_utc, started_at_utc) END
    WHERE id = p_ticket;
  UPDATE call SET ended_at_utc = GREATEST(p_now, called_at_utc, started_at_utc), outcome = p_state
    WHERE ticket_id = p_ticket AND counter_id = p_counter AND ended_at_utc IS NULL;
  UPDATE appointment SET state = 'done' WHERE p_state = 'done'
    AND id = (SELECT t.appointment_id FROM ticket t WHERE t.id = p_ticket);
END $$;

CREATE FUNCTION loket_finish(p jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_command uuid := (p->>'command_id')::uuid;
  v_office uuid := (p->>'office_id')::uuid;
  v_counter uuid := (p->>'counter_id')::uuid;
  v_now timestamptz := COALESCE((p->>'now')::timestamptz, clock_timestamp());
  v_result jsonb; v_ticket record;
BEGIN
  SELECT c.result INTO v_result FROM command c WHERE c.id = v_command;
  IF FOUND THEN RETURN v_result || '{"repeated": true}'; END IF;
  SELECT t.id, t.label, t.state INTO v_ticket FROM ticket t
    WHERE t.counter_id = v_counter AND t.state IN ('called', 'serving') FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM loket_refuse('queue.nobody_here'); END IF;
  IF p->>'ticket_id' IS NOT NULL AND (p->>'ticket_id')::uuid <> v_ticket.id THEN
    PERFORM loket_refuse('queue.changed', jsonb_build_object('number', v_ticket.label));
  END IF;
  PERFORM loket_end_call(v_office, v_ticket.id, v_counter, 'done', v_now);
  v_result := jsonb_build_object('ticket_id', v_ticket.id, 'label', v_ticket.label, 'state', 'done',
    'was', v_ticket.state);
  INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, station_id, command_id, before, after)
    VALUES ((p->>'event_id')::uuid, v_office, v_now, 'ticket.finished', v_ticket.id,
      (p->>'staff_id')::uuid, (p->>'station_id')::uuid, v_command,
      jsonb_build_object('state', v_ticket.state), jsonb_build_object('state', 'done'));
  INSERT INTO command (id, office_id, name, station_id, created_at_utc, result)
    VALUES (v_command, v_office, 'finish', (p->>'station_id')::uuid, v_now, v_result);
  PERFORM pg_notify('loket_' || replace(v_office::text, '-', ''), '');
  RETURN v_result;
END $$;

-- The next ticket of a counter, by the declared policy. Returns the ticket and why it is this one;
-- "ticket_id": null when nobody waits for this counter.
CREATE FUNCTION loket_call_next(p jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_command uuid := (p->>'command_id')::uuid;
  v_office uuid := (p->>'office_id')::uuid;
  v_counter uuid := (p->>'counter_id')::uuid;
  v_staff uuid := (p->>'staff_id')::uuid;
  v_station uuid := (p->>'station_id')::uuid;
  v_call uuid := (p->>'call_id')::uuid;
  v_now timestamptz := COALESCE((p->>'now')::timestamptz, clock_timestamp());
  v_result jsonb; v_shift record; v_day date;
  v_current record; v_set record; v_finished jsonb;
  v_id uuid; v_label text; v_service uuid; v_arrival bigint; v_returned boolean;
  v_app_services uuid[]; v_pri_services uuid[]; v_reg_services uuid[];
  v_services uuid[];
  v_classes text[] := ARRAY['appointment', 'priority', 'regular']; v_no bigint; v_key bigint;
  v_nos bigint[]; v_index int;
  v_app_key bigint; v_pri_key bigint; v_reg_key bigint;
  v_app_no bigint; v_app_weight bigint; v_pri_no bigint; v_pri_weight bigint; v_reg_no bigint;
  v_reg_weight bigint; v_pri_oldest bigint; v_reg_oldest bigint;
  v_old_no bigint; v_probe bigint; v_class text; v_picked text; v_weight bigint;
  v_reason text; v_args jsonb; v_lane record; v_groups uuid[]; v_attempt int := 0; v_bound boolean := false;
  v_heads int; v_blocking boolean := false; v_skip text[] := '{}'; v_run bigint; v_announce bigint; v_called timestamptz;
BEGIN
  SELECT c.result INTO v_result FROM command c WHERE c.id = v_command;
  IF FOUND THEN RETURN v_result || '{"repeated": true}'; END IF;

  SELECT s.id, s.staff_id, s.state, s.regular_run, d.business_day, q.ratio_regular, q.weight_step, q.bound,
      EXISTS (SELECT 1 FROM ticket t WHERE t.office_id = v_office AND t.state = 'booked'
        AND t.slot_at_utc <= v_now) AS due
    INTO v_shift
    FROM shift s JOIN office o ON o.id = s.office_id
      CROSS JOIN LATERAL (SELECT (v_now AT TIME ZONE o.time_zone)::date AS business_day) d
      LEFT JOIN LATERAL (SELECT qp.ratio_regular, qp.weight_step, qp.bound FROM queue_policy qp
        WHERE qp.office_id = v_office AND qp.valid_from <= d.business_day
        ORDER BY qp.valid_from DESC LIMIT 1) q ON true
    WHERE s.counter_id = v_counter AND s.closed_at_utc IS NULL FOR NO KEY UPDATE OF s;
  IF NOT FOUND THEN PERFORM loket_refuse('counter.closed'); END IF;
  IF v_shift.staff_id <> v_staff THEN PERFORM loket_refuse('counter.taken'); END IF;
  IF v_shift.state = 'break' THEN PERFORM loket_refuse('counter.on_break'); END IF;
  v_day := v_shift.business_day;

  SELECT t.id, t.label, t.state INTO v_current FROM ticket t
    WHERE t.counter_id = v_counter AND t.state IN ('called', 'serving') FOR NO KEY UPDATE;
  IF FOUND THEN
    IF v_current.state = 'called' THEN
      PERFORM loket_refuse('queue.called_waits', jsonb_build_object('number', v_current.label));
    ELSIF NOT COALESCE((p->>'finish_current')::boolean, false) THEN
      PERFORM loket_refuse('queue.still_serving', jsonb_build_object('number', v_current.label));
    END IF;
    PERFORM loket_end_call(v_office, v_current.id, v_counter, 'done', v_now);
    INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, station_id, command_id, before,
        after)
      VALUES ((p->>'finish_event_id')::uuid, v_office, v_now, 'ticket.finished', v_current.id, v_staff,
        v_station, v_command, '{"state": "serving"}', '{"state": "done"}');
    v_finished := jsonb_build_object('ticket_id', v_current.id, 'label', v_current.label);
  END IF;

  IF v_shift.due THEN
    PERFORM loket_admit_due(v_office, v_now);
  END IF;

  LOOP
    v_attempt := v_attempt + 1;
    v_app_no := NULL; v_pri_no := NULL; v_reg_no := NULL; v_old_no := NULL; v_heads := 0;
    v_pri_oldest := NULL; v_reg_oldest := NULL; v_id := NULL; v_bound := false;
    -- The head of every (class, weight) of this counter, and from them the head of every class.
    FOR v_set IN SELECT cs.weight, array_agg(cs.service_id) AS services FROM counter_service cs
        WHERE cs.counter_id = v_counter GROUP BY cs.weight
    LOOP
      SELECT ARRAY[
        (SELECT t.arrival_no FROM ticket t
          WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
            AND t.klass = 'appointment' AND t.service_id = ANY (v_set.services)
            AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter)
          ORDER BY t.arrival_no LIMIT 1),
        (SELECT t.arrival_no FROM ticket t
          WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
            AND t.klass = 'priority' AND t.service_id = ANY (v_set.services)
            AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter)
          ORDER BY t.arrival_no LIMIT 1),
        (SELECT t.arrival_no FROM ticket t
          WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
            AND t.klass = 'regular' AND t.service_id = ANY (v_set.services)
            AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter)
          ORDER BY t.arrival_no LIMIT 1)] INTO v_nos;
      FOR v_index IN 1..3 LOOP
        v_no := v_nos[v_index];
        CONTINUE WHEN v_no IS NULL;
        v_class := v_classes[v_index];
        CONTINUE WHEN v_class || v_set.weight = ANY (v_skip);
        v_heads := v_heads + 1;
        v_key := v_no - v_shift.weight_step * (v_set.weight - 1);
        IF v_old_no IS NULL OR v_no < v_old_no THEN
          v_old_no := v_no;
        END IF;
        IF v_class = 'appointment' THEN
          IF v_app_no IS NULL OR (v_key, v_no) < (v_app_key, v_app_no) THEN
            v_app_no := v_no; v_app_key := v_key; v_app_weight := v_set.weight;
            v_app_services := v_set.services;
          END IF;
        ELSIF v_class = 'priority' THEN
          IF v_pri_no IS NULL OR (v_key, v_no) < (v_pri_key, v_pri_no) THEN
            v_pri_no := v_no; v_pri_key := v_key; v_pri_weight := v_set.weight;
            v_pri_services := v_set.services;
          END IF;
          v_pri_oldest := LEAST(v_pri_oldest, v_no);
        ELSE
          IF v_reg_no IS NULL OR (v_key, v_no) < (v_reg_key, v_reg_no) THEN
            v_reg_no := v_no; v_reg_key := v_key; v_reg_weight := v_set.weight;
            v_reg_services := v_set.services;
          END IF;
          v_reg_oldest := LEAST(v_reg_oldest, v_no);
        END IF;
      END LOOP;
    END LOOP;
    IF v_heads = 0 THEN
      EXIT WHEN v_skip = '{}';
      -- Everybody who waits is being called elsewhere at this moment. Wait for those calls to be settled, so
      -- that "nobody waits" is never said while somebody does.
      v_blocking := true; v_skip := '{}';
      CONTINUE;
    END IF;

    v_args := '{}';
    IF v_app_no IS NOT NULL THEN
      v_class := 'appointment'; v_weight := v_app_weight; v_services := v_app_services; v_reason := 'why.appointment';
    ELSIF v_pri_no < v_reg_no THEN
      v_class := 'priority'; v_weight := v_pri_weight; v_services := v_pri_services; v_reason := 'why.priority_older';
    ELSIF v_pri_no IS NOT NULL AND v_reg_no IS NOT NULL
        AND v_shift.regular_run >= v_shift.ratio_regular THEN
      v_class := 'priority'; v_weight := v_pri_weight; v_services := v_pri_services; v_reason := 'why.priority_turn';
      v_args := jsonb_build_object('count', v_shift.regular_run);
    ELSIF v_reg_no IS NOT NULL THEN
      v_class := 'regular'; v_weight := v_reg_weight; v_services := v_reg_services;
      v_reason := CASE WHEN v_reg_no = v_reg_oldest THEN 'why.first_in_line' ELSE 'why.main_service' END;
    ELSE
      v_class := 'priority'; v_weight := v_pri_weight; v_services := v_pri_services;
      v_reason := CASE WHEN v_pri_no = v_pri_oldest THEN 'why.first_in_line' ELSE 'why.main_service' END;
    END IF;
    IF v_reason = 'why.main_service' THEN v_args := jsonb_build_object('weight', v_weight); END IF;

    -- Judged is first the head of the set, before it is locked: were it locked and then left to the bound, other
    -- counters would pass it meanwhile. If it turns out to be locked by somebody else, that is, being called, the
    -- next of the same set is taken and judged again.
    v_groups := NULL;
    v_probe := CASE v_class WHEN 'appointment' THEN v_app_no WHEN 'priority' THEN v_pri_no ELSE v_reg_no END;
    LOOP
      IF v_heads > 1 AND v_probe > v_old_no THEN
        -- A jump: everybody older whom this counter could call is overtaken. Whoever is older in the same
        -- class and weight is not: that ticket is locked, so it is being called right now.
        -- Lanes are locked in a fixed order, so that two jumps cannot wait for each other.
        SELECT array_agg(g.group_id ORDER BY g.group_id) INTO v_groups FROM (
          SELECT DISTINCT t.group_id FROM ticket t JOIN counter_service cs
              ON cs.counter_id = v_counter AND cs.service_id = t.service_id
            WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
              AND t.arrival_no < v_probe
              AND NOT (t.klass = v_class AND cs.weight = v_weight)
              AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter)) g;
        FOR v_lane IN SELECT l.group_id, l.jumps FROM queue_lane l
            WHERE l.office_id = v_office AND l.business_day = v_day AND l.group_id = ANY (v_groups)
            ORDER BY l.group_id FOR NO KEY UPDATE
        LOOP
          v_bound := v_bound OR EXISTS (SELECT 1 FROM ticket t JOIN counter_service cs
                ON cs.counter_id = v_counter AND cs.service_id = t.service_id
              WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
                AND t.group_id = v_lane.group_id AND t.arrival_no < v_probe
                AND NOT (t.klass = v_class AND cs.weight = v_weight)
                AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter)
                AND v_lane.jumps - t.jump_base >= v_shift.bound);
        END LOOP;
      END IF;
      EXIT WHEN v_bound OR v_id IS NOT NULL;
      IF v_blocking THEN
        SELECT t.id, t.label, t.service_id, t.arrival_no, t.returned
          INTO v_id, v_label, v_service, v_arrival, v_returned FROM ticket t
          WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
            AND t.klass = v_class AND t.service_id = ANY (v_services)
            AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter)
          ORDER BY t.arrival_no LIMIT 1 FOR NO KEY UPDATE;
      ELSE
        SELECT t.id, t.label, t.service_id, t.arrival_no, t.returned
          INTO v_id, v_label, v_service, v_arrival, v_returned FROM ticket t
          WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
            AND t.klass = v_class AND t.service_id = ANY (v_services)
            AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter)
          ORDER BY t.arrival_no LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
      END IF;
      EXIT WHEN v_id IS NULL OR v_arrival <= v_probe;
      v_probe := v_arrival;
    END LOOP;

    IF v_bound THEN
      -- Somebody was overtaken K times: whoever waits longest is called, and nobody is overtaken. That is the
      -- oldest of all sets, not of one: behind a locked head of one set may stand somebody far younger than the
      -- heads of the others. Where all are being called elsewhere, those calls are waited for.
      v_reason := 'why.bound'; v_args := jsonb_build_object('bound', v_shift.bound);
      SELECT t.id, t.label, t.service_id, t.arrival_no, t.klass
        INTO v_id, v_label, v_service, v_arrival, v_picked FROM ticket t
        WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
          AND t.service_id IN (SELECT cs.service_id FROM counter_service cs WHERE cs.counter_id = v_counter)
          AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter)
        ORDER BY t.arrival_no LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
      IF v_id IS NOT NULL THEN v_class := v_picked; ELSE v_blocking := true; END IF;
    ELSIF v_id IS NOT NULL AND v_groups IS NOT NULL THEN
      UPDATE queue_lane SET jumps = jumps + 1
        WHERE office_id = v_office AND business_day = v_day AND group_id = ANY (v_groups);
    END IF;

    IF v_id IS NOT NULL THEN
      IF NOT v_bound AND v_heads = 1 AND (SELECT count(*) FROM (
          SELECT 1 FROM ticket t JOIN counter_service cs
              ON cs.counter_id = v_counter AND cs.service_id = t.service_id
            WHERE t.office_id = v_office AND t.business_day = v_day AND t.state = 'waiting'
              AND (t.target_counter_id IS NULL OR t.target_counter_id = v_counter) LIMIT 2) n) = 1 THEN
        v_reason := 'why.only_one'; v_args := '{}';
      ELSIF NOT v_bound AND v_returned THEN
        v_reason := 'why.returned'; v_args := '{}';
      END IF;
      EXIT;
    END IF;
    -- Everybody of this class and weight is being called elsewhere: go on without them.
    IF NOT v_blocking THEN v_skip := v_skip || (v_class || v_weight); END IF;
    IF v_attempt > 50 THEN PERFORM loket_refuse('database.busy'); END IF;
  END LOOP;

  IF v_id IS NULL THEN
    v_result := jsonb_build_object('ticket_id', NULL, 'finished', v_finished);
  ELSE
    v_announce := nextval('loket_announce_seq');
    -- A ticket may have joined the line after this call began, and a clock may be set back: no wait is negative.
    UPDATE ticket SET state = 'called', counter_id = v_counter, target_counter_id = NULL,
        called_at_utc = GREATEST(v_now, arrived_at_utc), started_at_utc = NULL WHERE id = v_id
      RETURNING called_at_utc INTO v_called;
    INSERT INTO call (id, office_id, business_day, ticket_id, counter_id, staff_id, kind, times,
        announce_no, reason, reason_args, called_at_utc, announced_at_utc)
      VALUES (v_call, v_office, v_day, v_id, v_counter, v_staff, 'auto', 1, v_announce, v_reason,
        v_args, v_called, v_called);
    v_run := CASE v_class WHEN 'regular' THEN v_shift.regular_run + 1 WHEN 'priority' THEN 0
                  ELSE v_shift.regular_run END;
    IF v_run <> v_shift.regular_run THEN
      UPDATE shift SET regular_run = v_run WHERE id = v_shift.id;
    END IF;
    v_result := jsonb_build_object('ticket_id', v_id, 'label', v_label, 'call_id', v_call,
      'klass', v_class, 'service_id', v_service, 'reason', v_reason, 'reason_args', v_args,
      'announce_no', v_announce, 'finished', v_finished,
      'expected', p->>'expected_ticket_id');
    INSERT INTO event (id, office_id, at_utc, kind, subject_id, staff_id, station_id, command_id, before,
        after)
      VALUES ((p->>'event_id')::uuid, v_office, v_now, 'ticket.called', v_id, v_staff, v_station,
        v_command, '{"state": "waiting"}',
        jsonb_build_object('state', 'called', 'counter', v_counter, 'kind', 'auto', 'why', v_reason));
  END IF;
  INSERT INTO command (id, office_id, name, station_id, created_at_utc, result)
    VALUES (v_command, v_office, 'call_next', v_station, v_now, v_result);
  PERFORM pg_notify('loket_' || replace(v_office::text, '-', ''), '');
  RETURN v_result;
END $$;

-- The tables are small when an office is young, and their statistics say so: without these the planner would
-- read and sort the whole line for every call, and keep that plan.
ALTER FUNCTION loket_call_next(jsonb) SET enable_sort = off;
ALTER FUNCTION loket_call_next(jsonb) SET enable_seqscan = off;
ALTER FUNCTION loket_call_next(jsonb) SET enable_bitmapscan = off;
ALTER FUNCTION loket_call_next(jsonb) SET plan_cache_mode = force_generic_plan;
