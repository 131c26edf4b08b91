-- Group roles without login: an installation grants them to the logins it has. Roles belong to the
-- server, not to the database, so they may be there already.

DO $$
DECLARE
  role TEXT;
BEGIN
  FOREACH role IN ARRAY ARRAY['automation_job', 'automation_cdc', 'automation_console',
      'automation_demo'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', role);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL; -- created by another database's migration in this moment
      END;
    END IF;
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public
  TO automation_job, automation_cdc, automation_console, automation_demo;

-- The two jobs. Of what people own they write a workflow's last_run_at and nothing else.
GRANT SELECT ON organizations, accounts, contacts, account_team, automation_workflows,
  automation_workflow_versions, email_templates, email_template_versions, email_suppressions,
  automation_controls TO automation_job;
GRANT SELECT, INSERT, UPDATE ON automation_runs, automation_run_steps, email_deliveries,
  automation_definition_status, automation_alerts, tasks, health_score_overlays TO automation_job;
GRANT SELECT, INSERT, UPDATE, DELETE ON automation_decisions TO automation_job;
GRANT SELECT, INSERT ON health_scores TO automation_job;
GRANT UPDATE (last_run_at) ON automation_workflows TO automation_job;
GRANT UPDATE (status, automation_run_id, automation_depth) ON accounts TO automation_job;

-- Debezium; its login needs REPLICATION besides, which a group cannot hand on.
GRANT SELECT ON organizations, automation_workflows, automation_workflow_accounts, email_templates,
  accounts, contacts, account_team, health_scores, engagements, goals, health_score_overlays,
  automation_requests, automation_run_steps, email_deliveries, automation_heartbeat
  TO automation_cdc;
GRANT UPDATE ON automation_heartbeat TO automation_cdc;

-- The console: owns the definitions, the requests and the switches, reads the rest.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO automation_console, automation_demo;
GRANT INSERT, UPDATE, DELETE ON automation_workflows, automation_workflow_accounts, email_templates,
  automation_requests, automation_controls, email_suppressions
  TO automation_console, automation_demo;
GRANT UPDATE (resolved_at) ON automation_alerts TO automation_console, automation_demo;

-- The demo's simulator and its visitor: the console's rights, and the customers' world.
GRANT INSERT, UPDATE, DELETE ON organizations, accounts, contacts, account_team, health_scores,
  engagements, goals, health_score_overlays TO automation_demo;
