-- What Debezium reads.

-- The clock. One row per partition slot: every partition of the topic needs a row whose key falls
-- into it, and the capture touches all rows each second.
CREATE TABLE automation_heartbeat (
  id INTEGER PRIMARY KEY,
  beat_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  n BIGINT NOT NULL DEFAULT 0
) WITH (fillfactor = 20);

INSERT INTO automation_heartbeat (id) SELECT generate_series(1, 24);

CREATE PUBLICATION automation_publication FOR TABLE
  organizations,
  automation_workflows,
  automation_workflow_accounts,
  email_templates,
  accounts,
  contacts,
  account_team,
  health_scores,
  engagements,
  goals,
  health_score_overlays,
  automation_requests,
  automation_run_steps,
  email_deliveries,
  automation_heartbeat;

-- What is keyed by account: without the whole old row a delete would carry no account_id, hence
-- the wrong key, hence the wrong partition.
ALTER TABLE accounts REPLICA IDENTITY FULL;
ALTER TABLE contacts REPLICA IDENTITY FULL;
ALTER TABLE account_team REPLICA IDENTITY FULL;
ALTER TABLE health_scores REPLICA IDENTITY FULL;
ALTER TABLE engagements REPLICA IDENTITY FULL;
ALTER TABLE goals REPLICA IDENTITY FULL;
ALTER TABLE health_score_overlays REPLICA IDENTITY FULL;
ALTER TABLE automation_workflow_accounts REPLICA IDENTITY FULL;
ALTER TABLE automation_requests REPLICA IDENTITY FULL;
ALTER TABLE automation_run_steps REPLICA IDENTITY FULL;
ALTER TABLE email_deliveries REPLICA IDENTITY FULL;

-- Definitions: a long text that an update leaves alone lies out of line (TOAST) and is missing from
-- the change unless the old row comes whole. A definition must be readable from one change.
ALTER TABLE organizations REPLICA IDENTITY FULL;
ALTER TABLE automation_workflows REPLICA IDENTITY FULL;
ALTER TABLE email_templates REPLICA IDENTITY FULL;
