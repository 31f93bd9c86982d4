/**
 * What becomes of rows that speak of a project or an enterprise when it is merged into another:
 * `stays` with the old record, which keeps its history and leads to the one that remains; `reposted`: taken back there and entered here,
 * and what was said of an entry or proves it (verdicts, papers) is given to what the entry became;
 * `moves`: the row speaks of the one that remains from then on; `merger`: the merger's own rows.
 */
export type Decision = 'stays' | 'reposted' | 'moves' | 'merger';

/** Every column that refers to a project or an enterprise. A test reads the database and fails for a column that is not here. */
export const mergeDecisions: Readonly<Record<'project' | 'enterprise', Readonly<Record<string, Decision>>>> = {
  project: {
    'agreement.project_id': 'reposted',
    'agreement.from_project_id': 'merger',
    'arrival.project_id': 'reposted',
    'arrival.from_project_id': 'merger',
    'investment.project_id': 'reposted',
    'investment.from_project_id': 'merger',
    'project.merged_into': 'merger',
    'project_code.project_id': 'stays',
    'project_attribution.project_id': 'stays',
    'stage_change.project_id': 'stays',
    'stage_proposal.project_id': 'stays',
    'project_note.project_id': 'stays',
    'project_share.project_id': 'stays',
    'evidence.project_id': 'reposted',
    'notice.project_id': 'stays',
    'review.project_id': 'stays',
    'project_watch.project_id': 'stays',
    'comment_retraction.project_id': 'stays',
    'project_comment.project_id': 'stays',
    'verdict.project_id': 'reposted',
    'project_standing.project_id': 'merger',
    'handover_item.project_id': 'stays',
    'claim_line.project_id': 'stays',
    'claim_opinion.project_id': 'stays',
    'red_flag.project_id': 'stays',
    'red_flag_event.project_id': 'stays',
    'authority_date.project_id': 'stays',
    'milestone_plan.project_id': 'stays',
    'milestone_node.project_id': 'stays',
    'milestone_actual.project_id': 'stays',
    'milestone_standing.project_id': 'stays',
    'year_plan.project_id': 'stays',
    'month_report.project_id': 'stays',
    'month_report_decision.project_id': 'stays',
    'month_report_exception.project_id': 'stays',
    'report_due.project_id': 'stays',
    'project_light.project_id': 'stays',
    'light_reason.project_id': 'stays',
    'light_exemption.project_id': 'stays',
    'light_standing.project_id': 'stays',
    'duplicate_case.project_id': 'merger',
    'duplicate_case.other_id': 'merger',
    'duplicate_ruling.project_id': 'merger',
  },
  enterprise: {
    'project.investor_id': 'moves',
    'project.company_id': 'moves',
    'enterprise.merged_into': 'merger',
    'enterprise_name.enterprise_id': 'stays',
  },
};
