import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { editMeeting, holdMeeting, planMeeting } from './commands.ts';
import { meetingsContract } from './contract.ts';
import { exportTasks } from './export-queries.ts';
import { meetingMinutes, meetingOnePagers, projectOnePager, taskLetter, taskNotice } from './file-queries.ts';
import { candidates, listMeetings, meetingOf } from './queries.ts';
import { suggestedTasks } from './suggestion-queries.ts';
import { issueTask, recordStep } from './task-commands.ts';
import { listTasks, taskOf } from './task-queries.ts';

export function meetingsRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'meetings', meetingsContract, {
    list: ({ query }, actor) => listMeetings(db, query, actor),
    candidates: ({ query }, actor) => candidates(db, query.kind, actor, now()),
    plan: ({ body }, actor) => planMeeting(db, body, actor, now()),
    get: ({ params }, actor) => meetingOf(db, params.id, actor, now()),
    edit: ({ params, body }, actor) => editMeeting(db, { id: params.id, ...body }, actor, now()),
    hold: ({ params, body }, actor) => holdMeeting(db, { id: params.id, ...body }, actor, now()),
    onePagers: ({ params }, actor) => meetingOnePagers(db, params.id, actor, now()),
    onePager: ({ params }, actor) => projectOnePager(db, params.id, actor, now()),
    minutesFile: ({ params }, actor) => meetingMinutes(db, params.id, actor, now()),
    tasks: ({ query }, actor) => listTasks(db, query, actor, now()),
    suggested: (_, actor) => suggestedTasks(db, actor, now()),
    exportTasks: ({ query }, actor) => exportTasks(db, query, actor, now()),
    issue: ({ body }, actor) => issueTask(db, body, actor, now()),
    task: ({ params }, actor) => taskOf(db, params.id, actor, now()),
    record: ({ params, body }, actor) => recordStep(db, { id: params.id, ...body }, actor, now()),
    letter: ({ params }, actor) => taskLetter(db, params.id, actor, now()),
    notice: ({ params }, actor) => taskNotice(db, params, actor, now()),
  });
}
