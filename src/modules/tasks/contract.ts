import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';

const id = z.uuid();
export const TaskView = z.object({
  id,
  kind: z.string(),
  status: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  done: z.int(),
  total: z.int().nullable(),
  result: z.unknown().nullable(),
  refusal: z.object({ kind: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});
export type TaskView = z.output<typeof TaskView>;

export const tasksContract = contract({
  get: {
    method: 'GET',
    path: '/tasks/:id',
    summary: 'State of one long piece of work of mine',
    access: 'session',
    params: z.object({ id }),
    result: TaskView,
  },
  watch: {
    method: 'GET',
    path: '/tasks/:id/progress',
    summary: 'Progress as server-sent events until it ends',
    access: 'session',
    params: z.object({ id }),
    stream: true,
    result: TaskView,
  },
  cancel: {
    method: 'POST',
    path: '/tasks/:id/cancel',
    summary: 'Ask long work of mine to stop',
    access: 'session',
    params: z.object({ id }),
    result: TaskView,
  },
});
