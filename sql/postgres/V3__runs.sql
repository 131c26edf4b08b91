-- What the system decided and did. That a status only moves forward is the writers' rule.

CREATE TABLE automation_runs (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  workflow_id UUID NOT NULL REFERENCES automation_workflows(id),
  account_id UUID REFERENCES accounts(id),
  status VARCHAR(20) DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'success', 'failed', 'skipped')),
  trigger_data JSONB,
  started_at TIMESTAMP WITH TIME ZONE,
  finished_at TIMESTAMP WITH TIME ZONE,
  result JSONB,
  error TEXT,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),

  organization_id UUID REFERENCES organizations (id),
  workflow_version INTEGER,
  trigger_type VARCHAR(50),
  occurrence_key TEXT,
  mode VARCHAR(20) NOT NULL DEFAULT 'live' CHECK (mode IN ('live', 'replay', 'test', 'manual')),
  occurred_at TIMESTAMPTZ,
  reason TEXT
);

CREATE INDEX idx_automation_runs_workflow_id ON automation_runs(workflow_id);
CREATE INDEX idx_automation_runs_account_id ON automation_runs(account_id);
CREATE INDEX idx_automation_runs_status ON automation_runs(status);
CREATE INDEX idx_automation_runs_created_at ON automation_runs(created_at);

-- The console lists an organization's runs newest first; dispatch counts a workflow's last hour.
CREATE INDEX automation_runs_organization ON automation_runs (organization_id, occurred_at DESC);
CREATE INDEX automation_runs_started ON automation_runs (workflow_id, started_at);

CREATE TABLE automation_run_steps (
  run_id UUID NOT NULL REFERENCES automation_runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL CHECK (step >= 0),
  workflow_id UUID NOT NULL REFERENCES automation_workflows (id),
  account_id UUID REFERENCES accounts (id) ON DELETE CASCADE,
  action_type VARCHAR(50) NOT NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'claimed', 'success', 'failed', 'skipped', 'unknown')),
  due_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ,
  finished_at TIMESTAMPTZ,
  lease_until TIMESTAMPTZ,
  attempts INTEGER NOT NULL DEFAULT 0,
  result JSONB,
  error TEXT,
  reason TEXT,
  PRIMARY KEY (run_id, step)
);

CREATE INDEX automation_run_steps_account ON automation_run_steps (account_id);
CREATE INDEX automation_run_steps_workflow ON automation_run_steps (workflow_id);
CREATE INDEX automation_run_steps_open ON automation_run_steps (status, lease_until)
  WHERE status IN ('claimed', 'unknown');

-- One mail to one address; the id is the action id. A template or contact that was deleted later
-- stays named here, so neither is a foreign key.
CREATE TABLE email_deliveries (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  run_id UUID NOT NULL REFERENCES automation_runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL CHECK (step >= 0),
  organization_id UUID NOT NULL REFERENCES organizations (id),
  account_id UUID REFERENCES accounts (id) ON DELETE CASCADE,
  contact_id UUID,
  address TEXT NOT NULL,
  template_id UUID,
  template_version INTEGER,
  locale TEXT,
  arm TEXT,
  class VARCHAR(20) NOT NULL CHECK (class IN ('customer', 'internal')),
  status VARCHAR(20) NOT NULL DEFAULT 'queued'
    CHECK (status IN ('queued', 'claimed', 'accepted', 'unknown', 'failed', 'skipped')),
  reason TEXT,
  message_id TEXT,
  claimed_at TIMESTAMPTZ,
  lease_until TIMESTAMPTZ,
  attempts INTEGER NOT NULL DEFAULT 0,
  accepted_at TIMESTAMPTZ,
  error TEXT,
  UNIQUE (run_id, step, address)
);

CREATE INDEX email_deliveries_account ON email_deliveries (account_id);
CREATE INDEX email_deliveries_message ON email_deliveries (message_id);
CREATE INDEX email_deliveries_open ON email_deliveries (status, lease_until)
  WHERE status IN ('claimed', 'unknown');
-- The frequency cap counts what went to an address.
CREATE INDEX email_deliveries_address ON email_deliveries (organization_id, address, claimed_at);

-- An event of a delivery that is not ours is kept too, without the reference.
CREATE TABLE email_events (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  delivery_id UUID REFERENCES email_deliveries (id) ON DELETE CASCADE,
  kind VARCHAR(20) NOT NULL
    CHECK (kind IN ('open', 'click', 'bounce', 'complaint', 'reply', 'unsubscribe')),
  machine BOOLEAN NOT NULL DEFAULT false,
  at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  detail JSONB NOT NULL DEFAULT '{}'
);

CREATE INDEX email_events_delivery ON email_events (delivery_id);

-- A category of null is every mail to the address.
CREATE TABLE email_suppressions (
  organization_id UUID NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  category VARCHAR(50),
  reason TEXT,
  source TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  expires_at TIMESTAMPTZ,
  UNIQUE NULLS NOT DISTINCT (organization_id, address, category)
);

CREATE TABLE tasks (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  workflow_id UUID REFERENCES automation_workflows (id) ON DELETE SET NULL,
  run_id UUID REFERENCES automation_runs (id) ON DELETE SET NULL,
  account_id UUID REFERENCES accounts (id) ON DELETE CASCADE,
  title TEXT NOT NULL,
  description TEXT,
  assignee TEXT,
  due_date DATE,
  priority TEXT,
  status TEXT NOT NULL DEFAULT 'open',
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX tasks_account ON tasks (account_id, status);
-- An open task of a workflow is updated, not doubled.
CREATE INDEX tasks_open ON tasks (workflow_id, account_id) WHERE status = 'open';

-- Neither workflow nor run is a foreign key: an overlay may be set by hand or imported.
CREATE TABLE health_score_overlays (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  workflow_id UUID,
  run_id UUID,
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  adjustment NUMERIC NOT NULL,
  reason TEXT,
  starts_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  ends_at TIMESTAMPTZ NOT NULL,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX health_score_overlays_account ON health_score_overlays (account_id, workflow_id);

-- What people ask for. A retry's last three columns, and the workflow and account of a cancel or
-- retry, are filled by a trigger.
CREATE TABLE automation_requests (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  kind VARCHAR(20) NOT NULL CHECK (kind IN ('run', 'cancel', 'retry')),
  workflow_id UUID REFERENCES automation_workflows (id) ON DELETE CASCADE,
  account_id UUID REFERENCES accounts (id) ON DELETE CASCADE,
  run_id UUID REFERENCES automation_runs (id) ON DELETE CASCADE,
  definition VARCHAR(20) NOT NULL DEFAULT 'present' CHECK (definition IN ('present', 'pinned')),
  user_id TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  trigger_data JSONB,
  workflow_version INTEGER,
  workflow JSONB,
  CONSTRAINT automation_requests_subject
    CHECK (CASE kind WHEN 'run' THEN workflow_id IS NOT NULL AND run_id IS NULL ELSE run_id IS NOT NULL END)
);

CREATE INDEX automation_requests_account ON automation_requests (account_id);
CREATE INDEX automation_requests_workflow ON automation_requests (workflow_id);
CREATE INDEX automation_requests_run ON automation_requests (run_id);

-- Why a workflow did or did not start, kept for 30 days. The key makes writing one twice harmless.
CREATE TABLE automation_decisions (
  at TIMESTAMPTZ NOT NULL,
  organization_id UUID,
  workflow_id UUID NOT NULL,
  version INTEGER,
  account_id UUID,
  occurrence_key TEXT NOT NULL,
  verdict VARCHAR(40) NOT NULL,
  reason TEXT,
  compared JSONB,
  run_id UUID,
  UNIQUE NULLS NOT DISTINCT (workflow_id, account_id, occurrence_key, verdict)
);

CREATE INDEX automation_decisions_at ON automation_decisions (at);
CREATE INDEX automation_decisions_account ON automation_decisions (account_id, at DESC);

CREATE TABLE automation_alerts (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id UUID REFERENCES organizations (id) ON DELETE CASCADE,
  workflow_id UUID REFERENCES automation_workflows (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  evidence JSONB NOT NULL DEFAULT '{}',
  created_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  resolved_at TIMESTAMPTZ
);

CREATE INDEX automation_alerts_open ON automation_alerts (organization_id, created_at DESC)
  WHERE resolved_at IS NULL;
