import type { FastifyInstance } from 'fastify';
import { closingsRoutes } from '../modules/closings/routes.ts';
import { cockpitRoutes } from '../modules/cockpit/routes.ts';
import { draftsRoutes } from '../modules/drafts/routes.ts';
import { duplicatesRoutes } from '../modules/duplicates/routes.ts';
import { enterprisesRoutes } from '../modules/enterprises/routes.ts';
import { commentsRoutes } from '../modules/comments/routes.ts';
import { deskRoutes } from '../modules/desk/routes.ts';
import { collectionsRoutes } from '../modules/collections/routes.ts';
import { evidenceRoutes } from '../modules/evidence/routes.ts';
import { figuresRoutes } from '../modules/figures/routes.ts';
import { forecastRoutes } from '../modules/forecast/routes.ts';
import { formsRoutes } from '../modules/forms/routes.ts';
import { fundsRoutes } from '../modules/funds/routes.ts';
import { gridsRoutes } from '../modules/grids/routes.ts';
import { handoversRoutes } from '../modules/handovers/routes.ts';
import { identityRoutes } from '../modules/identity/routes.ts';
import { importsRoutes } from '../modules/imports/routes.ts';
import { meetingsRoutes } from '../modules/meetings/routes.ts';
import { milestonesRoutes } from '../modules/milestones/routes.ts';
import { noticesRoutes } from '../modules/notices/routes.ts';
import { lightsRoutes } from '../modules/lights/routes.ts';
import { problemsRoutes } from '../modules/problems/routes.ts';
import { progressRoutes } from '../modules/progress/routes.ts';
import { permitsRoutes } from '../modules/permits/routes.ts';
import { papersRoutes } from '../modules/papers/routes.ts';
import { namesOfProjects } from '../modules/projects/queries.ts';
import { projectsRoutes } from '../modules/projects/routes.ts';
import { recognitionRoutes } from '../modules/recognition/routes.ts';
import { referenceRoutes } from '../modules/reference/routes.ts';
import { tasksRoutes } from '../modules/tasks/routes.ts';
import { remindersRoutes } from '../modules/reminders/routes.ts';
import { reserveRoutes } from '../modules/reserve/routes.ts';
import { reviewsRoutes } from '../modules/reviews/routes.ts';
import { clamdScanner } from '../platform/clamd.ts';
import { undoRoutes } from '../modules/undo/routes.ts';
import type { Parts } from './parts.ts';
import { deskContributors, evidenceAccess, factsOf, gatePermits, gridRoom, historyParts, importRoom } from './wiring.ts';

/** Every room's doors, one line each, in the rooms' order. */
export const rooms: readonly ((api: FastifyInstance, parts: Required<Parts>) => void)[] = [
  identityRoutes,
  (api, parts) => noticesRoutes(api, { ...parts, projectNames: namesOfProjects }),
  draftsRoutes,
  tasksRoutes,
  referenceRoutes,
  (api, parts) =>
    evidenceRoutes(api, {
      ...parts,
      access: evidenceAccess,
      maxBytes: parts.config.evidenceLimitBytes,
      scanner: clamdScanner(parts.config.clamd),
    }),
  (api, parts) => reviewsRoutes(api, { ...parts, projectNames: namesOfProjects }),
  (api, parts) => importsRoutes(api, { ...parts, ...importRoom(parts) }),
  enterprisesRoutes,
  (api, parts) => projectsRoutes(api, { ...parts, factsOf, gatePermits, historyParts }),
  (api, parts) => commentsRoutes(api, { ...parts, isOfProject: evidenceAccess.mayRead }),
  remindersRoutes,
  fundsRoutes,
  (api, parts) => gridsRoutes(api, { ...parts, ...gridRoom }),
  duplicatesRoutes,
  recognitionRoutes,
  figuresRoutes,
  milestonesRoutes,
  progressRoutes,
  lightsRoutes,
  forecastRoutes,
  permitsRoutes,
  problemsRoutes,
  meetingsRoutes,
  reserveRoutes,
  formsRoutes,
  closingsRoutes,
  collectionsRoutes,
  papersRoutes,
  handoversRoutes,
  (api, parts) => undoRoutes(api, { ...parts, factsOf }),
  (api, parts) => deskRoutes(api, { ...parts, contributors: deskContributors }),
  cockpitRoutes,
];
