-- What the customer-success team knows of its customers: organizations, accounts and what belongs
-- to an account. Scores and money are numeric without a scale, so that a value keeps the digits it
-- was written with. A column that says which run wrote a row has no foreign key: the row may come
-- before the run is recorded.

CREATE TABLE organizations (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  name TEXT NOT NULL,
  timezone TEXT NOT NULL DEFAULT 'UTC',
  settings JSONB NOT NULL DEFAULT '{}',
  deleted_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE TABLE accounts (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  organization_id UUID NOT NULL REFERENCES organizations (id),
  name TEXT NOT NULL,
  status TEXT DEFAULT 'active',
  industry TEXT,
  size TEXT,
  arr NUMERIC,
  churn_risk NUMERIC,
  contract_end_date DATE,
  custom JSONB DEFAULT '{}',
  automation_run_id UUID,
  automation_depth INTEGER,
  deleted_at TIMESTAMPTZ,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX accounts_organization ON accounts (organization_id, name);

CREATE TABLE health_scores (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  score NUMERIC,
  churn_risk NUMERIC,
  recorded_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
  automation_run_id UUID,
  automation_depth INTEGER,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX health_scores_account ON health_scores (account_id, recorded_at DESC);

-- The status has no check: the calendars it comes from have words of their own.
CREATE TABLE engagements (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  type TEXT NOT NULL,
  direction TEXT CHECK (direction IN ('inbound', 'outbound')),
  status TEXT,
  outcome TEXT,
  scheduled_at TIMESTAMPTZ,
  ends_at TIMESTAMPTZ,
  occurred_at TIMESTAMPTZ,
  expects_response BOOLEAN DEFAULT false,
  automatic BOOLEAN DEFAULT false,
  automation_run_id UUID,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX engagements_account ON engagements (account_id, occurred_at DESC);

CREATE TABLE goals (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  type TEXT,
  name TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'active'
    CHECK (status IN ('active', 'achieved', 'missed', 'at_risk', 'cancelled')),
  due_date DATE,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX goals_account ON goals (account_id);

CREATE TABLE contacts (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT,
  email TEXT,
  role TEXT,
  locale TEXT,
  timezone TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX contacts_account ON contacts (account_id);

CREATE TABLE account_team (
  id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name TEXT,
  email TEXT,
  role TEXT,
  created_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  updated_at TIMESTAMPTZ NOT NULL DEFAULT now()
);

CREATE INDEX account_team_account ON account_team (account_id);
