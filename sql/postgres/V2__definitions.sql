-- What people define: workflows, their scope and mail templates, every version of them, and the
-- switches with which people stop the system.

CREATE TABLE automation_workflows (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id UUID NOT NULL REFERENCES organizations(id),
  name VARCHAR(255) NOT NULL,
  description TEXT,
  status VARCHAR(20) DEFAULT 'draft' CHECK (status IN ('draft', 'active', 'paused')),
  enabled BOOLEAN DEFAULT true,
  scope_all_accounts BOOLEAN DEFAULT true,

  trigger_type VARCHAR(50) NOT NULL,
  trigger_config JSONB DEFAULT '{}',
  condition_config JSONB DEFAULT '{}',
  action_type VARCHAR(50) NOT NULL,
  action_config JSONB DEFAULT '{}',

  last_run_at TIMESTAMP WITH TIME ZONE,
  created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),

  version INTEGER NOT NULL DEFAULT 1,
  settings JSONB DEFAULT '{}',
  deleted_at TIMESTAMPTZ
);

CREATE INDEX idx_automation_workflows_org_id ON automation_workflows(organization_id);
CREATE INDEX idx_automation_workflows_status ON automation_workflows(status);
CREATE INDEX idx_automation_workflows_trigger_type ON automation_workflows(trigger_type);

CREATE TABLE automation_workflow_accounts (
  workflow_id UUID NOT NULL REFERENCES automation_workflows (id) ON DELETE CASCADE,
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  PRIMARY KEY (workflow_id, account_id)
);

CREATE INDEX automation_workflow_accounts_account ON automation_workflow_accounts (account_id);

-- A delivery_mode of null is the default of the mail's class.
CREATE TABLE email_templates (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id UUID NOT NULL REFERENCES organizations(id),
  name VARCHAR(255) NOT NULL,
  subject VARCHAR(500) NOT NULL,
  html_content TEXT NOT NULL,
  text_content TEXT,
  variables JSONB DEFAULT '[]',
  category VARCHAR(50),
  created_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),
  updated_at TIMESTAMP WITH TIME ZONE DEFAULT NOW(),

  version INTEGER NOT NULL DEFAULT 1,
  delivery_mode VARCHAR(20) CHECK (delivery_mode IN ('prefer_no_duplicate', 'prefer_no_loss')),
  variants JSONB DEFAULT '[]'
);

CREATE INDEX email_templates_organization ON email_templates (organization_id, name);

-- What a run is pinned to. Not tied to its definition: a version outlives the row it was.
CREATE TABLE automation_workflow_versions (
  id UUID NOT NULL,
  version INTEGER NOT NULL,
  row JSONB NOT NULL,
  at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (id, version)
);

CREATE TABLE email_template_versions (
  id UUID NOT NULL,
  version INTEGER NOT NULL,
  row JSONB NOT NULL,
  at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (id, version)
);

-- The job's answer to the latest version of a definition. "table" is the table's name.
CREATE TABLE automation_definition_status (
  "table" TEXT NOT NULL,
  id UUID NOT NULL,
  version INTEGER,
  accepted BOOLEAN NOT NULL,
  problems JSONB NOT NULL DEFAULT '[]',
  at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY ("table", id)
);

-- The kill switch. The key is an organization's or workflow's id or a channel's name; the global
-- switch has none.
CREATE TABLE automation_controls (
  scope TEXT NOT NULL CHECK (scope IN ('global', 'organization', 'workflow', 'channel')),
  key TEXT NOT NULL DEFAULT '',
  stopped BOOLEAN NOT NULL DEFAULT true,
  reason TEXT,
  at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (scope, key),
  CHECK ((scope = 'global') = (key = ''))
);
