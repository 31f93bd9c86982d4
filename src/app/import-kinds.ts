import { importedLookAlikes } from '../modules/duplicates/import-queries.ts';
import { arrivalWords } from '../modules/funds/domain/import-words.ts';
import { arrivalImport } from '../modules/funds/import-kind.ts';
import { importedMoney } from '../modules/funds/import-project-money.ts';
import { personImport, unitImport } from '../modules/identity/import-kind.ts';
import { milestoneImport } from '../modules/milestones/import-kind.ts';
import { permitImport } from '../modules/permits/import-kind.ts';
import { problemImport } from '../modules/problems/import-kind.ts';
import { reportImport } from '../modules/progress/import-kind.ts';
import { dateImport } from '../modules/projects/import-date-kind.ts';
import { projectImport } from '../modules/projects/import-kind.ts';
import { ideaImport } from '../modules/reserve/import-kind.ts';
import type { ImportKind } from '../platform/import-kind.ts';

/** Everything that can be brought in as a list. */
export const importKinds: readonly ImportKind[] = [
  projectImport(importedMoney, arrivalWords, importedLookAlikes),
  arrivalImport,
  dateImport,
  milestoneImport,
  permitImport,
  problemImport,
  reportImport,
  ideaImport,
  unitImport,
  personImport,
];
