import { stages } from '../../modules/projects/domain/stage.ts';
import type { Belongings, Words } from './belongings.ts';
import type { House } from './house.ts';

type Schema = Readonly<{ type?: string; enum?: readonly unknown[]; format?: string; pattern?: string }>;
export type Parameter = Readonly<{ name: string; in: 'path' | 'query'; required?: boolean; schema: Schema }>;
/** One route as the server describes it to the world. */
export type Operation = Readonly<{
  id: string;
  method: string;
  path: string;
  summary: string;
  tags: readonly string[];
  parameters: readonly Parameter[];
  requestBody?: Readonly<{ content: Readonly<Record<string, unknown>> }>;
}>;
/** Values for parameters, by name; whatever a route does not know of is left out. */
export type Aim = Readonly<Record<string, string>>;

/** Every route there is: nobody keeps a list of them. */
export function operationsOf({ app }: House): Operation[] {
  const { paths } = app.swagger() as unknown as {
    paths: Record<string, Record<string, Omit<Operation, 'id' | 'method' | 'path'> & { operationId: string }>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, o]) => ({ ...o, id: o.operationId, method, path, parameters: o.parameters ?? [] })),
  );
}

export function urlOf({ path, parameters }: Pick<Operation, 'path' | 'parameters'>, aim: Aim): string {
  const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(aim[name] ?? '-'));
  const query = parameters.flatMap((p) => (p.in === 'query' && aim[p.name] !== undefined ? [[p.name, aim[p.name]!]] : []));
  return query.length ? `${url}?${new URLSearchParams(query)}` : url;
}

const uuid = ({ schema }: Parameter) => schema.format === 'uuid';
const months = ['2026-01', '2026-10'];
const days = ['2026-03-31', '2026-11-20'];
const byName: Readonly<Record<string, readonly string[]>> = {
  from: months,
  to: months,
  signedFrom: months,
  signedTo: months,
  month: months,
  through: days,
  asOf: days,
  before: days,
  after: days,
  stage: stages,
  side: ['none', 'suspended'],
  rowsOf: ['project', 'unit'],
  kind: ['project', 'arrival', 'authority_date', 'milestone', 'permit', 'problem', 'report', 'idea', 'unit', 'person'],
  code: ['640425'],
  list: ['projects'],
  page: ['1', '2'],
  size: ['1'],
  action: ['project.create'],
  subject: ['project'],
  includeInactive: ['true'],
  excluded: ['true'],
  all: ['true'],
  headerRows: ['1'],
  version: ['1'],
  a: ['promotion'],
  b: ['ledger'],
  basis: ['promotion'],
  industry: ['32'],
  theme: ['equipment'],
  year: ['2020'],
};

/** Everything worth trying in a parameter that is no id: all its words, or the words and amounts of the one aimed at. */
export function triesOf({ name, schema }: Parameter, { plain, secret, open, amount }: Words, codes: readonly string[]): readonly string[] {
  if (schema.enum) return schema.enum.map(String);
  if (byName[name]) return byName[name];
  if (/Min$|Max$/.test(name)) return [String(amount), String(amount + 9), '1'];
  return [plain, secret, open, `${plain}-signed`, codes[0]!, `${plain}-${amount}`];
}

/** Ids that go together, of everything somebody has; and some of theirs under one of mine. */
export function aimsAt(theirs: Belongings, mine: Belongings): Aim[] {
  const of = (subject: string, subjectId: string, project: string): Aim => ({
    id: project,
    project,
    projectId: project,
    subject,
    subjectId,
  });
  const building = theirs.projects[4]!;
  const entries = (['agreement', 'arrival', 'investment'] as const).flatMap((subject) =>
    [1, 4].map((i) => ({ ...of(subject, theirs[`${subject}s`][i]!, theirs.projects[i]!), entryId: theirs[`${subject}s`][i]! })),
  );
  return [
    ...theirs.projects.map((p) => of('project', p, p)),
    ...entries,
    ...entries.map((e) => ({ ...e, id: mine.projects[4]!, projectId: mine.projects[4]!, isMixed: 'yes' })),
    of('stage_change', theirs.stageChange, building),
    { ...of('project', building, building), entryId: theirs.comment },
    { ...of('project', building, building), entryId: theirs.report },
    { ...of('project', building, building), entryId: theirs.problem },
    { ...of('project', building, building), flagId: theirs.flag },
    { ...of('permit', theirs.permitEntry, building), permitId: theirs.permit },
    { ...of('project', building, building), entryId: theirs.duplicate },
    of('paper', theirs.paper, building),
    of('import', theirs.batch, building),
    ...[
      ...theirs.evidence,
      theirs.paper,
      theirs.form,
      theirs.filling,
      theirs.view,
      theirs.session,
      theirs.notice,
      theirs.reminder,
      theirs.review,
      theirs.deputy,
      theirs.handover,
      theirs.meeting,
      theirs.supervision,
      theirs.idea,
      theirs.task,
      theirs.person,
    ].map((id) => ({ id })),
    { id: theirs.collection, unitId: theirs.unit },
    { id: theirs.supervision, unitId: theirs.unit },
    { id: theirs.claim, claim: theirs.claim },
    { id: theirs.batch, batch: theirs.batch, with: theirs.batch, subjectId: theirs.batch },
    { from: theirs.person, to: theirs.person },
    { unit: theirs.unit, unitId: theirs.unit, under: theirs.unit },
    { person: theirs.person, leader: theirs.person, actorId: theirs.person },
    { park: theirs.unit },
    { bucket: theirs.unit, dimension: 'unit' },
    { bucket: theirs.person, dimension: 'leader' },
  ];
}

/** What a route asks for besides what is aimed at: the first thing that fits every path and required parameter; a list as a file is quickest as text. */
const baseOf = (o: Operation, words: Words, codes: readonly string[]): Aim =>
  Object.fromEntries(
    o.parameters
      .filter((p) => !uuid(p) && (p.in === 'path' || p.required || p.name === 'format'))
      .map((p) => [p.name, p.name === 'format' ? 'csv' : triesOf(p, words, codes)[0]!]),
  );
const fits = (o: Operation, aim: Aim) =>
  o.parameters.filter(uuid).every((p) => aim[p.name] !== undefined || (p.in === 'query' && !p.required));

/** Every way to call a route: at everything aimed at, and with every filter, sort and search once. */
export function callsOf(o: Operation, aims: readonly Aim[], words: Words, codes: readonly string[]): Aim[] {
  const base = baseOf(o, words, codes);
  const known = new Set(o.parameters.map((p) => p.name));
  const aimed = aims
    .filter((aim) => fits(o, aim) && Object.keys(aim).some((name) => known.has(name)))
    .filter((aim) => !aim['isMixed'] || known.has('entryId') || known.has('subjectId'))
    .map((aim) => ({ ...base, ...Object.fromEntries(Object.entries(aim).filter(([name]) => known.has(name))) }));
  const needsId = o.parameters.some((p) => uuid(p) && (p.in === 'path' || p.required));
  const start: Aim | undefined = needsId ? aimed[0] : base;
  if (!start) return [];
  const varied = o.parameters
    .filter((p) => !uuid(p))
    .flatMap((p) => triesOf(p, words, codes).map((value) => ({ ...start, [p.name]: value })));
  const sorts = varied.flatMap((aim) => (aim['sort'] && known.has('order') ? [{ ...aim, order: 'asc' }] : []));
  const all = [start, ...aimed, ...varied, ...sorts];
  return [...new Map(all.map((aim) => [urlOf(o, aim), aim])).values()];
}

/** Does everything, a few at a time, and answers in the order asked. */
export async function inTurns<T, R>(all: readonly T[], act: (one: T) => Promise<R>, atOnce = 4): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < all.length; i = next++) answers[i] = await act(all[i]!);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}

/** Ids of things told apart only by being there: each becomes its place in the list. */
export function withoutIds(text: string, { unit: _unit, person: _person, ...ids }: Belongings): string {
  const flat = Object.entries(ids).flatMap(([what, id]) =>
    typeof id === 'string' ? [[what, id]] : id.map((one, i) => [`${what}${i}`, one]),
  );
  return flat.reduce((rest, [what, id]) => rest.replaceAll(id!, `‹${what}›`), text);
}
