import type { FastifyInstance } from 'fastify';

type Schema = Readonly<{
  type?: string | readonly string[];
  format?: string;
  enum?: readonly unknown[];
  const?: unknown;
  items?: Schema;
  properties?: Readonly<Record<string, Schema>>;
  required?: readonly string[];
  additionalProperties?: Schema | boolean;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
}>;
type Content = Readonly<Record<string, Readonly<{ schema?: Schema }>>>;
type Operation = Readonly<{
  operationId: string;
  summary: string;
  tags: readonly string[];
  parameters?: readonly Readonly<{ name: string; in: string; required?: boolean; schema: Schema }>[];
  requestBody?: Readonly<{ content: Content }>;
  responses: Readonly<Record<string, Readonly<{ description: string; content?: Content }>>>;
  'x-access'?: string | readonly string[];
}>;
export type ApiDocument = Readonly<{
  info: Readonly<{ title: string; version: string; description?: string }>;
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}>;
type Field = Readonly<{ name: string; type: string; required: boolean }>;

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c] ?? c);

const isNull = (s: Schema) => s.type === 'null';
const alternatives = (s: Schema) => (s.anyOf ?? s.oneOf ?? [s]).filter((each) => !isNull(each));
/** A schema without its "or null". */
const whole = (s: Schema): Schema => {
  const [only, ...others] = alternatives(s);
  return only && others.length === 0 ? only : s;
};
const mayBeNull = (s: Schema) => (s.anyOf ?? s.oneOf ?? []).some(isNull);

function typeOf(schema: Schema): string {
  const null_ = mayBeNull(schema) ? ' or null' : '';
  return alternatives(schema).map(plainType).join(' or ') + null_;
}
function plainType(s: Schema): string {
  if (s.const !== undefined) return JSON.stringify(s.const);
  if (s.enum) return s.enum.map((v) => JSON.stringify(v)).join(' | ');
  if (s.items) return `list of ${typeOf(s.items)}`;
  const type = [s.type ?? 'anything'].flat().join(' or ');
  return s.format ? `${type} (${s.format})` : type;
}

const deepest = 4;
/** Every field of a body or an answer under its full name: items[].can.edit. */
export function fieldsOf(given: Schema, prefix = '', depth = 0): Field[] {
  const schema = whole(given);
  if (schema.items) return fieldsOf(schema.items, `${prefix}[]`, depth);
  if (depth >= deepest) return [];
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = prefix ? `${prefix}.${key}` : key;
    return [{ name, type: typeOf(inner), required: schema.required?.includes(key) ?? false }, ...fieldsOf(inner, name, depth + 1)];
  });
}

const row = (...cells: string[]) => `<tr>${cells.map((c) => `<td>${c}</td>`).join('')}</tr>`;
const code = (text: string) => `<code>${escaped(text)}</code>`;
const table = (title: string, head: readonly string[], rows: readonly string[]) =>
  rows.length
    ? `<h4>${escaped(title)}</h4><table><thead><tr>${head.map((h) => `<th scope="col">${h}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
    : '';

function contentTable(title: string, present: string, content: Content | undefined): string {
  return Object.entries(content ?? {})
    .map(([type, { schema = {} }]) => {
      const fields = fieldsOf(schema).map((f) => row(code(f.name), escaped(f.type), f.required ? 'yes' : ''));
      return (
        table(`${title}: ${type}`, ['field', 'type', present], fields) ||
        `<p>${escaped(title)}: ${code(type)}, ${escaped(typeOf(schema))}</p>`
      );
    })
    .join('');
}

function accessWords(access: Operation['x-access']): string {
  if (access === undefined) return '';
  const who = { public: 'anybody', session: 'whoever is signed in', business: 'every business role' };
  return typeof access === 'string' ? (who[access as keyof typeof who] ?? access) : access.join(', ');
}

function operation(method: string, path: string, o: Operation): string {
  const parameters = (o.parameters ?? []).map((p) => row(code(p.name), p.in, escaped(typeOf(p.schema)), p.required ? 'yes' : ''));
  const answer = o.responses['200'];
  return `<details id="${escaped(o.operationId)}"><summary><b>${method.toUpperCase()}</b> ${code(path)} <span>${escaped(o.summary)}</span></summary>
<p>May be called by: ${escaped(accessWords(o['x-access']))}. Rows are decided one by one.</p>
${table('Parameters', ['name', 'in', 'type', 'required'], parameters)}${contentTable('Body', 'required', o.requestBody?.content)}${contentTable('Answer', 'always there', answer?.content)}</details>`;
}

const style = `body{font:15px/1.5 system-ui,"Microsoft YaHei","PingFang SC",sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1f2329}
summary{cursor:pointer;padding:.3rem 0}summary span{color:#5c6370}details{border-bottom:1px solid #e4e7ec}details[open]{padding-bottom:1rem}
table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;border-top:1px solid #eef0f3}
code{overflow-wrap:anywhere}h4{margin:.8rem 0 .2rem}.intro{white-space:pre-line}b{display:inline-block;min-width:4rem}`;

/** The API as a page for people: every address of the document by its room, with what goes in and what comes out. */
export function pageOf({ info, paths }: ApiDocument): string {
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, o]) => ({ method, path, o })));
  const tags = [...new Set(all.flatMap(({ o }) => o.tags))];
  const sections = tags.map((tag) => {
    const own = all.filter(({ o }) => o.tags.includes(tag)).map(({ method, path, o }) => operation(method, path, o));
    return `<section id="${escaped(tag)}"><h2>${escaped(tag)}</h2>${own.join('\n')}</section>`;
  });
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(info.title)} API</title><style>${style}</style></head>
<body><main><h1>${escaped(info.title)} API</h1><p class="intro">${escaped(info.description ?? '')}</p>
<p>The same as data: <a href="/api/openapi.json">OpenAPI 3.1</a>. Rooms: ${tags.map((t) => `<a href="#${escaped(t)}">${escaped(t)}</a>`).join(' · ')}</p>
${sections.join('\n')}</main></body></html>`;
}

/** Serves the page without a script, so that it needs no exception from the content security policy. */
export function apiPage(app: FastifyInstance) {
  // The document never changes while the server runs.
  let page: string | undefined;
  app.get('/api/docs', { schema: { hide: true } }, async (_request, reply) => {
    page ??= pageOf(app.swagger() as unknown as ApiDocument);
    return reply.type('text/html; charset=utf-8').send(page);
  });
}
