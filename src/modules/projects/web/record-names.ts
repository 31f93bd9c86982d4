import type { ProjectView } from '../domain/project-view.ts';
import type { RecordField } from '../domain/record.ts';

/** Names of what a project's fields point to, as its view gives them. */
export const chosenNames = (p: ProjectView): Partial<Record<RecordField, string | null>> => ({
  unitId: p.unitName,
  parkId: p.parkName,
  personId: p.personName,
  leaderId: p.leaderName,
  industryCode: p.industryName,
});
