import type { RouteObject } from 'react-router';
import { room as closings } from '../modules/closings/web/index.ts';
import { catalogueParts as deliveryFigures, room as cockpit } from '../modules/cockpit/web/index.ts';
import { room as collections } from '../modules/collections/web/index.ts';
import { enterpriseMerge, NewProjectCheck, room as duplicates } from '../modules/duplicates/web/index.ts';
import { room as enterprises } from '../modules/enterprises/web/index.ts';
import { addEnterpriseParts } from '../modules/enterprises/web/page-sections.ts';
import { projectSections as commentsOfProject, room as comments } from '../modules/comments/web/index.ts';
import { room as desk } from '../modules/desk/web/index.ts';
import { room as evidence } from '../modules/evidence/web/index.ts';
import { addCataloguePart } from '../modules/figures/web/catalogue-parts.ts';
import { room as figures } from '../modules/figures/web/index.ts';
import { projectSections as forecastOfProject, room as forecast } from '../modules/forecast/web/index.ts';
import { room as forms } from '../modules/forms/web/index.ts';
import { projectSections as fundsOfProject, room as funds } from '../modules/funds/web/index.ts';
import { room as grids } from '../modules/grids/web/index.ts';
import { room as handovers } from '../modules/handovers/web/index.ts';
import { room as identity } from '../modules/identity/web/index.ts';
import { room as imports } from '../modules/imports/web/index.ts';
import { LetterAct, projectLinks as linksOfMeetings, room as meetings } from '../modules/meetings/web/index.ts';
import { projectSections as milestonesOfProject, room as milestones } from '../modules/milestones/web/index.ts';
import { addChoicePart } from '../modules/notices/web/choice-parts.ts';
import { room as notices } from '../modules/notices/web/index.ts';
import { room as papers } from '../modules/papers/web/index.ts';
import { projectSections as lightsOfProject, room as lights } from '../modules/lights/web/index.ts';
import { addLightAct } from '../modules/lights/web/light-acts.ts';
import { projectSections as permitsOfProject, room as permits } from '../modules/permits/web/index.ts';
import { projectSections as reportsOfProject, room as progress } from '../modules/progress/web/index.ts';
import { enterpriseParts, room as projects } from '../modules/projects/web/index.ts';
import { addNewProjectPart } from '../modules/projects/web/new-project-parts.ts';
import { addPageLinks, addPageSections } from '../modules/projects/web/page-sections.ts';
import { claimSubject } from '../modules/recognition/domain/flow.ts';
import { projectSections as verdictsOfProject, room as recognition } from '../modules/recognition/web/index.ts';
import { projectSections as problemsOfProject, room as problems } from '../modules/problems/web/index.ts';
import { room as reference } from '../modules/reference/web/index.ts';
import { ReminderChoices, room as reminders } from '../modules/reminders/web/index.ts';
import { projectSections as originOfProject, room as reserve } from '../modules/reserve/web/index.ts';
import { room as reviews } from '../modules/reviews/web/index.ts';
import { addSubjectPage } from '../modules/reviews/web/subject-pages.ts';
import { room as undo } from '../modules/undo/web/index.ts';
import { Home } from './Home.tsx';
import { Layout } from './Layout.tsx';
import * as findings from './messages/findings.ts';
import * as sheets from './messages/sheets.ts';
import { NotFound, PageError, Waiting } from './PageError.tsx';
import type { Room } from './room.ts';
import { addMessages } from './text.ts';
import { Themed } from './Themed.tsx';

/** Every room with pages, one line each. */
const rooms: readonly Room[] = [
  identity,
  notices,
  reference,
  evidence,
  reviews,
  imports,
  enterprises,
  projects,
  comments,
  reminders,
  funds,
  grids,
  duplicates,
  recognition,
  figures,
  milestones,
  progress,
  lights,
  forecast,
  permits,
  problems,
  meetings,
  reserve,
  forms,
  closings,
  collections,
  papers,
  handovers,
  undo,
  desk,
  cockpit,
];

/** The shell around every room's pages. */
export function shell(): RouteObject {
  addMessages(sheets);
  addMessages(findings);
  for (const room of rooms) addMessages(room.messages);
  addPageSections(milestonesOfProject);
  addPageSections(fundsOfProject);
  addPageSections(verdictsOfProject);
  addPageSections(reportsOfProject);
  addPageSections(lightsOfProject);
  addPageSections(forecastOfProject);
  addPageSections(permitsOfProject);
  addPageSections(problemsOfProject);
  addPageSections(originOfProject);
  addPageSections(commentsOfProject);
  addPageLinks(linksOfMeetings);
  addLightAct(LetterAct);
  for (const part of deliveryFigures) addCataloguePart(part);
  addSubjectPage(claimSubject, (id) => `/claims/${id}`);
  addEnterpriseParts(enterpriseParts);
  addEnterpriseParts([...enterpriseParts, ...enterpriseMerge]);
  addNewProjectPart(NewProjectCheck);
  addChoicePart(ReminderChoices);
  const pages = rooms.flatMap((room) => room.routes);
  return {
    path: '/',
    element: (
      <Themed>
        <Layout rooms={rooms} />
      </Themed>
    ),
    ErrorBoundary: PageError,
    HydrateFallback: Waiting,
    children: [
      {
        ErrorBoundary: PageError,
        children: [{ index: true, element: <Home rooms={rooms} /> }, ...pages, { path: '*', Component: NotFound }],
      },
    ],
  };
}
