-- What the database keeps up by itself.

-- updated_at follows every real change; a writer that sets it (an import) is believed.
CREATE FUNCTION automation_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW IS DISTINCT FROM OLD AND NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
    NEW.updated_at := clock_timestamp();
  END IF;
  RETURN NEW;
END $$;

DO $$
DECLARE
  name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['organizations', 'accounts', 'engagements', 'goals', 'contacts',
      'account_team', 'tasks', 'health_score_overlays'] LOOP
    EXECUTE format('CREATE TRIGGER touch BEFORE UPDATE ON %I FOR EACH ROW'
      ' EXECUTE FUNCTION automation_touch()', name);
  END LOOP;
END $$;

-- What is not planned ahead has happened when it is written, unless the writer says when.
CREATE FUNCTION automation_engagement_time() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.occurred_at := clock_timestamp();
  RETURN NEW;
END $$;

CREATE TRIGGER occurred BEFORE INSERT ON engagements FOR EACH ROW
  WHEN (NEW.occurred_at IS NULL AND NEW.scheduled_at IS NULL)
  EXECUTE FUNCTION automation_engagement_time();

-- A definition's version grows with its meaning only, whatever the writer puts into the column. A
-- definition that is inserted again after its delete goes on counting, since runs are pinned to
-- (id, version). The argument names the table of the versions.
CREATE FUNCTION automation_number_version() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  silent CONSTANT TEXT[] := ARRAY['version', 'last_run_at', 'updated_at', 'created_at'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    EXECUTE format('SELECT coalesce(max(version), 0) + 1 FROM %I WHERE id = $1', TG_ARGV[0])
      INTO NEW.version USING NEW.id;
  ELSIF to_jsonb(NEW) - silent IS DISTINCT FROM to_jsonb(OLD) - silent THEN
    NEW.version := OLD.version + 1;
    IF NEW.updated_at IS NOT DISTINCT FROM OLD.updated_at THEN
      NEW.updated_at := clock_timestamp();
    END IF;
  ELSE
    NEW.version := OLD.version;
  END IF;
  RETURN NEW;
END $$;

-- Runs as the owner, so that nobody else needs the right to write versions.
CREATE FUNCTION automation_keep_version() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('INSERT INTO %I (id, version, row) VALUES ($1, $2, $3)', TG_ARGV[0])
    USING NEW.id, NEW.version, to_jsonb(NEW);
  RETURN NULL;
END $$;

CREATE FUNCTION automation_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: runs are pinned to its rows', TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE
  definitions TEXT;
  versions TEXT;
BEGIN
  FOR definitions, versions IN VALUES ('automation_workflows', 'automation_workflow_versions'),
      ('email_templates', 'email_template_versions') LOOP
    EXECUTE format('CREATE TRIGGER number_version BEFORE INSERT OR UPDATE ON %I FOR EACH ROW'
      ' EXECUTE FUNCTION automation_number_version(%L)', definitions, versions);
    EXECUTE format('CREATE TRIGGER keep_first_version AFTER INSERT ON %I FOR EACH ROW'
      ' EXECUTE FUNCTION automation_keep_version(%L)', definitions, versions);
    EXECUTE format('CREATE TRIGGER keep_version AFTER UPDATE ON %I FOR EACH ROW'
      ' WHEN (NEW.version <> OLD.version)'
      ' EXECUTE FUNCTION automation_keep_version(%L)', definitions, versions);
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I'
      ' EXECUTE FUNCTION automation_refuse_rewriting()', versions);
  END LOOP;
END $$;

-- A cancel or retry belongs where its run belongs; a retry carries what the run was made of, so
-- that the job needs no look into tables. Runs as the owner, so that who may ask need not read.
CREATE FUNCTION automation_complete_request() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  run automation_runs%ROWTYPE;
BEGIN
  SELECT * INTO run FROM automation_runs WHERE id = NEW.run_id;
  IF NOT FOUND THEN
    RETURN NEW;
  END IF;
  NEW.workflow_id := run.workflow_id;
  NEW.account_id := run.account_id;
  IF NEW.kind = 'retry' THEN
    NEW.trigger_data := run.trigger_data;
    NEW.workflow_version := run.workflow_version;
    NEW.workflow := (SELECT kept.row FROM automation_workflow_versions kept
      WHERE kept.id = run.workflow_id AND kept.version = run.workflow_version);
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER complete BEFORE INSERT ON automation_requests FOR EACH ROW
  WHEN (NEW.kind IN ('cancel', 'retry'))
  EXECUTE FUNCTION automation_complete_request();
